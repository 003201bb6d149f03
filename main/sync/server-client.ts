import type { z } from "zod";

import { TimeSlice } from "#main/store/storage/index.ts";
import type { OperationShape } from "@countersign/shared/contract/api/operation.ts";
import { problemSchema } from "@countersign/shared/contract/protocol.ts";
import type { ProtocolRange } from "@countersign/shared/contract/protocol-version.ts";
import {
  newestProtocol,
  protocolHeader,
  protocolHeaders,
  readProtocols,
} from "@countersign/shared/contract/protocol-version.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Loose } from "@countersign/shared/domain/loose.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import { quickRead } from "@countersign/shared/domain/quick-read.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { parseJson } from "./parse-json.ts";
import type { PathParts } from "./request-path.ts";
import { requestPath } from "./request-path.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { textWithin, tooLong } from "./text-within.ts";

export type Fetch = typeof globalThis.fetch;

interface CallOptions {
  readonly method: OperationShape["method"];
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The longest answer; without it, any length. */
  readonly mostBytes?: number;
}

/** How long to wait for a silent server, in milliseconds. A half-open connection never ends by itself. */
export interface AnswerTimeouts {
  /** For the whole answer to a request. */
  readonly answer: number;
  /** For the next sign of life in the stream of changes, its beginning included. The server sends one every 15 s. */
  readonly silence: number;
}

const defaultTimeouts: AnswerTimeouts = { answer: 30_000, silence: 45_000 };

const httpOk = 200;

/** The answers of a gateway without a server behind it, or of a server that is stopping. */
const absent = new Set([502, 503, 504]);

/** The longest problem document, in bytes. */
const longestProblem = 256 * 1024;

const looseProblemSchema = loosened(problemSchema);

/** The error of a failed answer; if the body is not a problem document, the status alone. */
const problemOf = async (response: Response): Promise<AppError> => {
  const seconds = retryAfterSeconds(response.headers);
  const pause = seconds === undefined ? {} : { seconds };
  if (absent.has(response.status)) return refusal("server-unreachable", pause);
  const text = await textWithin(response, longestProblem).catch(() => undefined);
  const problem = looseProblemSchema.safeParse(typeof text === "string" ? parseJson(text) : undefined);
  // An unknown code is shown as that of a newer server.
  if (problem.success) return { code: problem.data.code, args: problem.data.args ?? {} };
  if (response.status === 429) return refusal("too-many-requests", { seconds: seconds ?? 1 });
  return refusal("server-failed", { status: response.status });
};

/** Characters of an answer that is read as soon as it is there. */
const longestInTurn = 16 * 1024;

/** The server's HTTP interface. Expected failures are values: unreachable, refused, an answer that does not fit. */
export class ServerClient {
  readonly baseUrl: string;
  readonly timeouts: AnswerTimeouts;
  readonly #fetch: Fetch;
  #protocols: ProtocolRange | undefined;

  constructor(baseUrl: string, fetch: Fetch, timeouts: AnswerTimeouts = defaultTimeouts) {
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    this.timeouts = timeouts;
    this.#fetch = fetch;
  }

  get<Answer extends z.ZodType>(path: string, answer: Answer, options: Omit<CallOptions, "method" | "body"> = {}) {
    return this.#call(path, answer, { ...options, method: "GET" });
  }

  post<Answer extends z.ZodType>(
    path: string,
    body: unknown,
    answer: Answer,
    options: Omit<CallOptions, "method"> | object = {},
  ) {
    return this.#call(path, answer, { ...options, method: "POST", body });
  }

  /** Calls an endpoint of the contract. */
  perform<Answer extends z.ZodType>(
    { method, path, answer }: OperationShape & { readonly answer: Answer },
    { params, query, ...options }: Omit<CallOptions, "method"> & PathParts,
  ) {
    return this.#call(requestPath(path, { params, query }), answer, { ...options, method });
  }

  /** The bare response, for a stream. */
  async open(path: string, options: CallOptions): Promise<Result<Response, AppError>> {
    const { method, body, token, signal } = options;
    try {
      const response = await this.#fetch(this.baseUrl + path, {
        method,
        // What is sent is only for this server.
        redirect: "error",
        headers: {
          ...protocolHeaders,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      this.#protocols = readProtocols(response.headers.get(protocolHeader)) ?? this.#protocols;
      return response.ok ? ok(response) : fail(await problemOf(response));
    } catch {
      // fetch distinguishes a refused connection, a lost one and an abort only in prose; all mean the same here.
      return fail(refusal("server-unreachable"));
    }
  }

  /** The error for an unreadable answer with this HTTP status: the server is newer than this program, or faulty. */
  unreadable(status = httpOk): AppError {
    const isNewer = this.#protocols !== undefined && this.#protocols.newest > newestProtocol;
    return isNewer ? refusal("client-too-old") : refusal("server-failed", { status });
  }

  async #call<Answer extends z.ZodType>(
    path: string,
    schema: Answer,
    options: CallOptions,
  ): Promise<Result<Loose<Answer>, AppError>> {
    const timeout = AbortSignal.timeout(this.timeouts.answer);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const response = await this.open(path, { ...options, signal });
    if (!response.ok) return response;
    // The connection may end within the answer as well as before it.
    const text = await textWithin(response.value, options.mostBytes).catch(() => undefined);
    if (text === undefined) return fail(refusal("server-unreachable"));
    if (text === tooLong) return fail(refusal("answer-too-large"));
    // Parsing a page is one step; it has a turn of its own.
    if (text.length > longestInTurn) await new TimeSlice().pause();
    const answer = quickRead<Loose<Answer>>(loosened(schema), parseJson(text));
    return answer.success ? ok(answer.data) : fail(this.unreadable(response.value.status));
  }
}
