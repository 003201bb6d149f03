import type { CommandRefusalCode } from "@countersign/shared/commands/refusals.ts";
import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import type { EngineRefusalCode } from "@countersign/shared/engine/approval/refusals.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";

/** Not there, not this caller's, no longer possible, or not possible as it was sent. */
type RefusalStatus = 403 | 404 | 409 | 422;

const statuses: Record<EngineRefusalCode | CommandRefusalCode, RefusalStatus> = {
  "order-unknown": 404,

  "not-a-candidate": 403,
  "own-order": 403,
  "reversal-forbidden": 403,
  "delegation-not-in-force": 403,
  "device-of-another-person": 403,

  "order-not-pending": 409,
  "newer-kind": 409,
  "newer-program-needed": 409,
  "stage-not-open": 409,
  "already-decided": 409,
  "already-decided-by-you": 409,
  "decision-already-reversed": 409,
  "later-stage-decided": 409,
  "erp-moved-on": 409,
  "fulfilment-started": 409,
  "order-cancelled": 409,
  "payment-requested": 409,
  "subscription-went-on": 409,
  "actor-mismatch": 409,
  "earlier-command-missing": 409,

  "no-approver": 422,
  "stage-unknown": 422,
  "reason-required": 422,
  "reason-not-accepted": 422,
  "text-too-long": 422,
  "decision-unknown": 422,
  "delegation-to-oneself": 422,
  "delegation-malformed": 422,
  "command-type-unknown": 422,
  "command-malformed": 422,
};

const isKnown = (code: string): code is keyof typeof statuses => Object.hasOwn(statuses, code);

/** A refused command as a problem. `currentRevision` lets a caller see that it decided by an older order. */
export const problemOfRefusal = ({ code, args }: Refusal, currentRevision: number): HttpProblem => {
  if (!isErrorCode(code)) return new HttpProblem(500, "unexpected");
  return new HttpProblem(isKnown(code) ? statuses[code] : 409, code, { ...args, currentRevision });
};
