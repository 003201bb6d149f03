import type { IncomingMessage, RequestOptions } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

import type { DeliveryError } from "@countersign/shared/contract/api/webhooks.ts";

import { PrivateAddressError, publicLookup, refusePrivateHost } from "./public-address.ts";

/** How long an endpoint may take for its whole answer, in milliseconds. */
const answerMillis = 20_000;

/** What is read of an answer, in bytes; nobody looks at it. */
const readAtMost = 16 * 1024;

/** What came back: an HTTP status, or why none did. */
export type PostOutcome = { readonly status: number; readonly retryAfter?: string } | { readonly error: DeliveryError };

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  /** For endpoints in the operator's own network: http and private addresses are allowed too. */
  readonly mayBePrivate: boolean;
  readonly timeoutMillis?: number;
}

/** Reads an answer to its end, or as much of it as is read of any. @throws Error for one that breaks off. */
const finish = (answer: IncomingMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    let read = 0;
    answer.on("data", (chunk: Buffer) => {
      read += chunk.length;
      if (read <= readAtMost) return;
      resolve();
      answer.destroy();
    });
    answer.on("end", resolve);
    answer.on("error", reject);
    answer.on("close", () => reject(new Error("the answer broke off")));
  });

const send = ({ url, headers, body }: Post, options: RequestOptions): Promise<PostOutcome> =>
  new Promise((resolve, reject) => {
    const request = url.startsWith("https:") ? httpsRequest : httpRequest;
    const sent = request(url, {
      ...options,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
    });
    sent.on("error", reject);
    sent.on("response", (answer) => {
      const { statusCode = 0, headers: answered } = answer;
      const retryAfter = answered["retry-after"];
      finish(answer).then(
        () => resolve({ status: statusCode, ...(retryAfter === undefined ? {} : { retryAfter }) }),
        reject,
      );
    });
    // An answer of 101 has no end that could be waited for.
    sent.on("upgrade", ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ status: statusCode });
    });
    sent.end(body);
  });

const isTimeout = (error: unknown): boolean => error instanceof Error && /abort|timeout/i.test(error.name);

/** What Node calls a certificate that it does not trust, or that is another host's. */
const isCertificate = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /CERT|VERIFY|SELF_SIGNED/.test(String(error.code));

/** Posts once and follows nothing. Never throws: whatever goes wrong on the way is an outcome. */
export const post = async (
  message: Post,
  { mayBePrivate, timeoutMillis = answerMillis }: PostOptions,
): Promise<PostOutcome> => {
  const signal = AbortSignal.timeout(timeoutMillis);
  try {
    const url = new URL(message.url);
    if (!mayBePrivate) {
      if (url.protocol !== "https:") return { error: "not-https" };
      refusePrivateHost(url);
    }
    // A connection of its own each time: a kept one would still lead where the name once pointed.
    return await send(message, { signal, agent: false, ...(mayBePrivate ? {} : { lookup: publicLookup() }) });
  } catch (error) {
    if (error instanceof PrivateAddressError) return { error: "private-address" };
    if (isCertificate(error)) return { error: "certificate" };
    return { error: isTimeout(error) || signal.aborted ? "timeout" : "unreachable" };
  }
};
