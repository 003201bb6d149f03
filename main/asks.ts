import type { AskName } from "@countersign/shared/contract/ask.ts";
import { askInputSchema, isAskName } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import { malformedMessage } from "./malformed-message.ts";
import type { Workspace } from "./workspace.ts";

interface AsksOptions {
  /** The workspace of the signed-in person. */
  readonly workspace: () => Workspace | undefined;
  readonly explain: (error: unknown) => AppError;
  readonly onAnswer: (id: number, outcome: Result<unknown, AppError>) => void;
}

/** The questions of one window to the server: each lives until it is answered, cancelled, or its window is gone. */
export class Asks {
  readonly #options: AsksOptions;
  readonly #underWay = new Map<number, AbortController>();

  constructor(options: AsksOptions) {
    this.#options = options;
  }

  async ask(id: number, name: string, input: unknown): Promise<void> {
    this.cancel(id);
    const asking = new AbortController();
    this.#underWay.set(id, asking);
    const outcome = await this.#answer(name, input, asking.signal).catch((error: unknown) =>
      fail(this.#options.explain(error)),
    );
    if (asking.signal.aborted) return;
    this.#underWay.delete(id);
    this.#options.onAnswer(id, outcome);
  }

  cancel(id: number): void {
    this.#underWay.get(id)?.abort();
    this.#underWay.delete(id);
  }

  close(): void {
    for (const id of this.#underWay.keys()) this.cancel(id);
  }

  async #answer(name: string, raw: unknown, signal: AbortSignal): Promise<Result<unknown, AppError>> {
    if (!isAskName(name)) return fail(refusal("request-unknown", { name }));
    const input = askInputSchema(name).safeParse(raw);
    if (!input.success) return fail(malformedMessage(input.error, raw));
    const workspace = this.#options.workspace();
    if (workspace === undefined) return fail(refusal("not-signed-in"));
    return workspace.ask<AskName>(name, input.data, signal);
  }
}
