import type { z } from "zod";

import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import { problemSchema, protocolHeader, protocolVersion } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { jsonIn, unfitAnswer } from "./unfit-answer.ts";
import { quickRead } from "./quick-read.ts";
import { retryAfterSeconds } from "./retry-after.ts";

export type Fetch = typeof globalThis.fetch;

interface CallOptions {
  readonly method: "GET" | "POST";
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How long to wait for a server that says nothing, in milliseconds. A connection may be half open: it never ends. */
export interface AnswerTimeouts {
  /** For the whole answer to a request. */
  readonly answer: number;
  /** For the next sign of life in the stream of changes, its beginning included. The server sends one every 15 s. */
  readonly silence: number;
}

const defaultTimeouts: AnswerTimeouts = { answer: 30_000, silence: 45_000 };

/** A gateway or a server that is just stopping answers for one that is not there. */
const absent = new Set([502, 503, 504]);

/** What a failed answer says; a body that is no problem document still names its status. */
const problemOf = async (response: Response): Promise<AppError> => {
  const seconds = retryAfterSeconds(response.headers);
  const pause = seconds === undefined ? {} : { seconds };
  if (absent.has(response.status)) return refusal("server-unreachable", pause);
  const body: unknown = await response.json().catch(() => undefined);
  const problem = problemSchema.safeParse(body);
  if (problem.success && isErrorCode(problem.data.code)) return refusal(problem.data.code, problem.data.args ?? {});
  if (response.status === 429) return refusal("too-many-requests", { seconds: seconds ?? 1 });
  return refusal("server-failed", { status: response.status });
};

/** The server's HTTP interface. Expected failures are values: unreachable, refused, an answer that does not fit. */
export class ServerClient {
  readonly baseUrl: string;
  readonly timeouts: AnswerTimeouts;
  readonly #fetch: Fetch;

  constructor(baseUrl: string, fetch: Fetch, timeouts: AnswerTimeouts = defaultTimeouts) {
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    this.timeouts = timeouts;
    this.#fetch = fetch;
  }

  get<Answer>(path: string, answer: z.ZodType<Answer>, options: Omit<CallOptions, "method" | "body"> = {}) {
    return this.#call(path, answer, { ...options, method: "GET" });
  }

  post<Answer>(
    path: string,
    body: unknown,
    answer: z.ZodType<Answer>,
    options: Omit<CallOptions, "method"> | object = {},
  ) {
    return this.#call(path, answer, { ...options, method: "POST", body });
  }

  /** The bare response, for a stream. */
  async open(path: string, options: CallOptions): Promise<Result<Response, AppError>> {
    const { method, body, token, signal } = options;
    try {
      const response = await this.#fetch(this.baseUrl + path, {
        method,
        // What is sent is for this server alone.
        redirect: "error",
        headers: {
          [protocolHeader]: String(protocolVersion),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      return response.ok ? ok(response) : fail(await problemOf(response));
    } catch {
      // fetch tells a refused connection, a lost one and an abort apart only in prose; all mean the same here.
      return fail(refusal("server-unreachable"));
    }
  }

  async #call<Answer>(
    path: string,
    schema: z.ZodType<Answer>,
    options: CallOptions,
  ): Promise<Result<Answer, AppError>> {
    const timeout = AbortSignal.timeout(this.timeouts.answer);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const response = await this.open(path, { ...options, signal });
    if (!response.ok) return response;
    // The connection may end within the answer as well as before it.
    const text = await response.value.text().catch(() => undefined);
    if (text === undefined) return fail(refusal("server-unreachable"));
    const answer = quickRead(schema, jsonIn(text));
    return answer.success ? ok(answer.data) : fail(unfitAnswer(answer.error, response.value.status));
  }
}
