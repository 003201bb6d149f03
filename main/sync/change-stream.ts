import { createParser } from "eventsource-parser";

import type { LooseStreamEvent } from "@countersign/shared/contract/protocol.ts";
import { streamEventSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import { quickRead } from "@countersign/shared/domain/quick-read.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { FailedCall } from "./failed-call.ts";
import { parseJson } from "./parse-json.ts";
import type { ServerClient } from "./server-client.ts";

export interface ChangeStreamOptions {
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: LooseStreamEvent) => void;
}

/** Passes every chunk of the events to `onChunk` until they end, for whatever reason, and returns the reason. */
const readEvents = async (body: NonNullable<Response["body"]>, onChunk: (text: string) => void): Promise<AppError> => {
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) onChunk(chunk);
  } catch (error) {
    // A cut connection is thrown, too: the caller connects again and resyncs.
    if (error instanceof FailedCall) return error.reason;
  }
  return refusal("server-unreachable");
};

/** @throws FailedCall when it is not an event. */
const eventIn = (client: ServerClient, data: string): LooseStreamEvent => {
  const event = quickRead<LooseStreamEvent>(loosened(streamEventSchema), parseJson(data));
  if (event.success) return event.data;
  throw new FailedCall("reading an event", client.unreadable());
};

/**
 * Follows the server's change events until the connection ends, and tells why it ended. Never throws. A connection that
 * says nothing for longer than the client's patience is dead, however open it looks; that it says nothing at all, not
 * even an answer to begin with, is the same.
 */
export const followChanges = async (client: ServerClient, options: ChangeStreamOptions): Promise<AppError> => {
  const silence = new AbortController();
  const listen = (): NodeJS.Timeout => setTimeout(() => silence.abort(), client.timeouts.silence);
  let timer = listen();
  try {
    const signal = AbortSignal.any([options.signal, silence.signal]);
    const response = await client.open("/v1/sync/stream?pages=true", { method: "GET", token: options.token, signal });
    if (!response.ok) return response.error;
    const { body } = response.value;
    if (body === null) return refusal("server-failed", { status: response.value.status });

    const parser = createParser({
      onEvent: ({ event, data }) => {
        // A newer server may send other events, with names of their own.
        if (event === undefined) options.onEvent(eventIn(client, data));
      },
    });
    return await readEvents(body, (text) => {
      clearTimeout(timer);
      timer = listen();
      parser.feed(text);
    });
  } finally {
    clearTimeout(timer);
  }
};
