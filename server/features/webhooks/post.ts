import type { IncomingMessage, RequestOptions } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

import type { DeliveryError } from "@countersign/shared/contract/api/webhooks.ts";

import { PrivateAddressError, publicLookup, refusePrivateHost } from "./public-address.ts";

/** How long an endpoint may take for the whole answer, in milliseconds. */
const answerMillis = 20_000;

/** The most that is read of an answer, in bytes; it is not used. */
const readAtMost = 16 * 1024;

/** The HTTP status of the answer, or why there is none. */
export type PostOutcome = { readonly status: number; readonly retryAfter?: string } | { readonly error: DeliveryError };

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  /** Also allows http and private addresses, for endpoints in the operator's own network. */
  readonly mayBePrivate: boolean;
  readonly timeoutMillis?: number;
}

/** Reads an answer to its end or to the limit. @throws Error for one that is cut off. */
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
    answer.on("close", () => reject(new Error("the answer was cut off")));
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
    // A 101 answer never ends, so it is not waited for.
    sent.on("upgrade", ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ status: statusCode });
    });
    sent.end(body);
  });

const isTimeout = (error: unknown): boolean => error instanceof Error && /abort|timeout/i.test(error.name);

/** Node's error codes for a certificate that it does not trust, or that belongs to another host. */
const isCertificate = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /CERT|VERIFY|SELF_SIGNED/.test(String(error.code));

/** Posts once and follows no redirect. Never throws: every failure is an outcome. */
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
    // A new connection each time: a kept one would still lead to where the name used to point.
    return await send(message, { signal, agent: false, ...(mayBePrivate ? {} : { lookup: publicLookup() }) });
  } catch (error) {
    if (error instanceof PrivateAddressError) return { error: "private-address" };
    if (isCertificate(error)) return { error: "certificate" };
    return { error: isTimeout(error) || signal.aborted ? "timeout" : "unreachable" };
  }
};
