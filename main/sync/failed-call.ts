import { storeErrorOf } from "#main/store/store-error.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

/** A call that failed for a known reason, for callers that learn of a failure only by what is thrown. */
export class FailedCall extends Error {
  override readonly name = "FailedCall";
  readonly reason: AppError;

  constructor(call: string, reason: AppError) {
    super(`${call} failed: ${reason.code}`);
    this.reason = reason;
  }
}

/** Whatever was thrown as an error that a person can act on. */
export const reasonOf = (error: unknown): AppError =>
  error instanceof FailedCall ? error.reason : (storeErrorOf(error) ?? refusal("unexpected"));
