import { createParser } from "eventsource-parser";

import type { StreamEvent } from "#shared/contract/protocol.ts";
import { streamEventSchema } from "#shared/contract/protocol.ts";
import type { AppError } from "#shared/contract/views.ts";
import { refusal } from "#shared/domain/refusal.ts";

import type { ServerClient } from "./server-client.ts";

/** The server sends a comment every 15 s; a connection silent for longer than this is dead (half open). */
const silenceLimit = 45_000;

export interface ChangeStreamOptions {
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: StreamEvent) => void;
}

/** Follows the server's change events until the connection ends, and tells why it ended. Never throws. */
export const followChanges = async (client: ServerClient, options: ChangeStreamOptions): Promise<AppError> => {
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, silence.signal]);
  const response = await client.open("/v1/sync/stream", { method: "GET", token: options.token, signal });
  if (!response.ok) return response.error;
  const { body } = response.value;
  if (body === null) return refusal("server-failed", { status: response.value.status });

  const parser = createParser({
    onEvent: ({ data }) => options.onEvent(streamEventSchema.parse(JSON.parse(data))),
  });
  let timer = setTimeout(() => silence.abort(), silenceLimit);
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceLimit);
      parser.feed(chunk);
    }
  } catch {
    // A cut connection and an event that does not fit end the stream alike: the caller connects again and resyncs.
  } finally {
    clearTimeout(timer);
  }
  return refusal("server-unreachable");
};
