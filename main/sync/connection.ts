import type { Observable } from "rxjs";
import { BehaviorSubject, filter, firstValueFrom, Subject } from "rxjs";

import type { LooseSessionAnswer, LooseStreamEvent } from "@countersign/shared/contract/protocol.ts";
import { sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError, ConnectionState } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { delayAfter } from "./backoff.ts";
import { followChanges } from "./change-stream.ts";
import { reasonOf } from "./failed-call.ts";
import type { ServerClient } from "./server-client.ts";
import type { SessionTokens } from "./session.ts";

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Why nothing is sent, if the reason is not just a missing network. */
  readonly problem?: AppError;
}

/** A session that is accepted, for as long as its connection lasts: then `signal` ends what is still under way. */
export interface OpenConnection {
  readonly token: string;
  readonly signal: AbortSignal;
}

export interface ConnectionOptions {
  readonly client: ServerClient;
  readonly tokens: SessionTokens;
  readonly random: () => number;
  /**
   * Called with each accepted session before anything is pulled or pushed: the data may have begun a new epoch.
   * Resolves with the reason if the connection cannot be used.
   */
  readonly onSession: (session: LooseSessionAnswer) => Promise<AppError | undefined>;
}

/** What a single answer means for the whole connection. */
const endsLine: ReadonlySet<string> = new Set(["server-unreachable", "session-refused"]);

/**
 * Keeps one connection to the server: gets a session, follows its change events, and after a loss tries again with
 * backoff. Everything that pulls or pushes goes through {@link call}, so all retrying is done here, in one place.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #status = new BehaviorSubject<ConnectionStatus>({ state: "connecting" });
  readonly #events = new Subject<LooseStreamEvent>();
  readonly #stop = new AbortController();
  #token: string | undefined;
  #attempt = new AbortController();
  #wake: () => void = () => {};
  #failures = 0;
  /** Whether a call has succeeded on this line. */
  #hasCarried = false;
  #dropReason: AppError | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get status$(): Observable<ConnectionStatus> {
    return this.#status.asObservable();
  }

  get status(): ConnectionStatus {
    return this.#status.value;
  }

  /** The server's change events; the first after each (re)connection names all collections. */
  get events$(): Observable<LooseStreamEvent> {
    return this.#events.asObservable();
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Tries again now instead of at the end of the backoff. */
  retryNow(): void {
    this.#failures = 0;
    this.#wake();
  }

  /**
   * Calls the server as soon as it is there. Whatever goes wrong in `work` ends the line and is thrown: who repeats the
   * call then waits for the next line, and with it for the backoff. Rejects when the connection is stopped.
   */
  async call<Answer>(work: (line: OpenConnection) => Promise<Answer>): Promise<Answer> {
    const line = await this.#online();
    try {
      const answer = await work(line);
      this.#hasCarried = true;
      return answer;
    } catch (error) {
      // The failure of a line that is gone already says nothing about the one after it.
      if (!line.signal.aborted) this.drop(reasonOf(error));
      throw error;
    }
  }

  /**
   * Asks the server now or not at all: without a line, the answer says so at once. A lost line and a session that is
   * over end the connection, as they do for everything else; aborting `signal` ends only the question.
   */
  async ask<Answer>(
    work: (line: OpenConnection) => Promise<Result<Answer, AppError>>,
    signal: AbortSignal,
  ): Promise<Result<Answer, AppError>> {
    const { state, problem } = this.#status.value;
    if (state !== "online") return fail(problem ?? refusal("offline"));
    const line = this.#line();
    const answer = await work({ ...line, signal: AbortSignal.any([line.signal, signal]) });
    if (answer.ok) return answer;
    if (signal.aborted) return fail(refusal("cancelled"));
    const { code } = answer.error;
    if (endsLine.has(code) && !line.signal.aborted) this.drop(answer.error);
    return code === "server-unreachable" ? fail(refusal("no-answer")) : answer;
  }

  /** End this connection and build a new one after a while. What ends with it is no further reason. */
  drop(reason: AppError): void {
    if (this.#attempt.signal.aborted) return;
    this.#dropReason = reason;
    this.#attempt.abort();
  }

  /** Everything on this connection has succeeded, so the next loss starts again with short delays. */
  confirm(): void {
    this.#failures = 0;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#attempt.abort();
    this.#wake();
    await this.#running;
    this.#status.complete();
    this.#events.complete();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#failures === 0) this.#status.next({ state: "connecting" });
      this.#dropReason = undefined;
      this.#hasCarried = false;
      this.#attempt = new AbortController();
      const ended = await this.#connect(this.#attempt.signal);
      if (this.#stop.signal.aborted) return;
      const reason: AppError = this.#dropReason ?? ended;
      this.#status.next({ state: "offline", ...(reason.code === "server-unreachable" ? {} : { problem: reason }) });
      // Calls on a line that is gone would wait for their answers in vain.
      this.#attempt.abort();
      // A line that was only lost may be back soon. Any other reason would be met again, whatever else succeeded.
      if (this.#hasCarried && reason.code === "server-unreachable") this.#failures = 0;
      const { seconds } = reason.args;
      await this.#pause(delayAfter(this.#failures, typeof seconds === "number" ? seconds : 0, this.#options.random));
      this.#failures += 1;
    }
  }

  async #online(): Promise<OpenConnection> {
    await firstValueFrom(this.#status.pipe(filter(({ state }) => state === "online")));
    return this.#line();
  }

  #line(): OpenConnection {
    return { token: this.#token ?? "", signal: this.#attempt.signal };
  }

  /** Resolves with the reason when the connection could not be made or has ended. */
  async #connect(signal: AbortSignal): Promise<AppError> {
    const session = await this.#session(signal);
    if (!session.ok) return session.error;
    this.#token = session.value.token;
    const objection = await this.#options.onSession(session.value.answer);
    if (objection) return objection;
    return followChanges(this.#options.client, {
      token: session.value.token,
      signal,
      onEvent: (event) => {
        if (this.#status.value.state !== "online") this.#status.next({ state: "online" });
        this.#events.next(event);
      },
    });
  }

  async #session(signal: AbortSignal): Promise<Result<{ token: string; answer: LooseSessionAnswer }, AppError>> {
    const { client, tokens } = this.#options;
    const ask = async (token: string) => {
      const answer = await client.get("/v1/session", sessionAnswerSchema, { token, signal });
      return answer.ok ? ok({ token, answer: answer.value }) : fail(answer.error);
    };
    const kept = await tokens.current(signal);
    if (!kept.ok) return kept;
    const first = await ask(kept.value);
    if (first.ok || first.error.code !== "session-refused") return first;
    const renewed = await tokens.renew(signal);
    return renewed.ok ? ask(renewed.value) : renewed;
  }

  async #pause(millis: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
