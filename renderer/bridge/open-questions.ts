import type { Cancellation, MainMessage, WindowMessage } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { fail } from "@countersign/shared/domain/result.ts";

/** What main answers. */
export type MainAnswer = Extract<MainMessage, { kind: "result" }>["outcome"];

/** A message that main answers once. */
export type Question = Extract<WindowMessage, { kind: "call" | "ask" }>;

export const unexpected: AppError = { code: "unexpected", args: {} };
const cancelled: AppError = { code: "cancelled", args: {} };

/** The calls and questions that main has not answered yet, by their ids. */
export class OpenQuestions {
  readonly #send: (message: WindowMessage) => void;
  readonly #settle = new Map<number, (outcome: MainAnswer) => void>();

  constructor(send: (message: WindowMessage) => void) {
    this.#send = send;
  }

  /** Sends a message with an id of its own; `cancelled` once `signal` is aborted. */
  ask(question: Question, signal?: Cancellation): Promise<MainAnswer> {
    const { id } = question;
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve(fail(cancelled));
      const cancel = () => {
        this.#settle.delete(id);
        this.#send({ kind: "cancel", id });
        resolve(fail(cancelled));
      };
      signal?.addEventListener("abort", cancel);
      this.#settle.set(id, (outcome) => {
        signal?.removeEventListener("abort", cancel);
        resolve(outcome);
      });
      this.#send(question);
    });
  }

  answer(id: number, outcome: MainAnswer): void {
    this.#settle.get(id)?.(outcome);
    this.#settle.delete(id);
  }

  /** No answer comes any more. */
  failAll(): void {
    const settle = [...this.#settle.values()];
    this.#settle.clear();
    for (const answer of settle) answer(fail(unexpected));
  }
}
