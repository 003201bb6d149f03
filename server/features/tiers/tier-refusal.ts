import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { TierRefusalCode } from "@countersign/shared/engine/tiers/refusals.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";

const statuses: Record<TierRefusalCode, 403 | 404 | 409 | 422> = {
  "tier-request-unknown": 404,

  "tier-role-not-allowed": 403,
  "tier-account-not-allowed": 403,

  "tier-request-closed": 409,
  "tier-status-unfit": 409,
  "tier-2-unprocessed": 409,
  "tier-2-failed": 409,
  "tier-fulfillment-known": 409,
  "tier-already-set-up": 409,
  "tier-configuration-busy": 409,
  "tier-setup-failed": 409,
  "tier-reject-first": 409,
  "tier-nothing-to-recreate": 409,

  "tier-configuration-unknown": 422,
  "tier-reason-required": 422,
  "tier-inquiry-empty": 422,
  "tier-contact-missing": 422,
  "tier-parameter-unknown": 422,
  "tier-value-missing": 422,
};

/** A refusal of the engine as a problem. */
export const problemOfTierRefusal = ({ code, args }: Refusal<TierRefusalCode>): HttpProblem =>
  new HttpProblem(statuses[code], code, args);
