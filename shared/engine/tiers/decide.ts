import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { TierActor, TierRequest, TierRequestId } from "#shared/domain/tier.ts";

import { afterApproval, afterRejection } from "./consequences.ts";
import { mayAct } from "./may.ts";
import { moveRequest } from "./moves.ts";
import type { TierDocuments, TierOutcome, TierResult } from "./outcome.ts";
import { unchanged } from "./outcome.ts";
import type { ParameterValues } from "./parameters.ts";
import { lackingParameters, unknownParameters, withValues } from "./parameters.ts";

/** Warns of the values that a request still lacks (T40). */
export const withLackWarning = (outcome: TierOutcome, request: TierRequest): TierOutcome => {
  const parameters = lackingParameters(request).map(({ title }) => title);
  return parameters.length === 0
    ? outcome
    : { ...outcome, warnings: [...outcome.warnings, { code: "values-missing", requestId: request.id, parameters }] };
};

/**
 * The vendor approves (T28), supplying the vendor's values; the configuration becomes active (T30), the fulfillment
 * request pending (T31), and a waiting tier 1 moves on (T23, T24). Warns of values that are still missing after a request
 * was set to pending by hand. Refusals: those of {@link mayAct}, `tier-parameter-unknown`.
 */
export const approveTierRequest = (
  documents: TierDocuments,
  actor: TierActor,
  {
    requestId,
    values = {},
    at,
  }: { readonly requestId: TierRequestId; readonly values?: ParameterValues; readonly at: Instant },
): TierResult => {
  const permission = mayAct(documents, actor, requestId, "approve");
  if (!permission.ok) return permission;
  const { request, configuration } = permission.value;
  const unknown = unknownParameters(request.parameters, Object.keys(values));
  if (unknown.length > 0) return fail(refusal("tier-parameter-unknown", { parameters: unknown.join(", ") }));
  const filled = { ...request, parameters: withValues(request.parameters, values) };
  const approved = moveRequest(withLackWarning(unchanged(documents), filled), filled, "approved", at);
  return ok(afterApproval(approved, filled, configuration, at));
};

/**
 * The vendor or the distributor rejects with a reason (T19, T27, T33): the fulfillment request fails (T34), changes of
 * an update are not made (T35). Refusals: those of {@link mayAct}, `tier-reason-required`.
 */
export const rejectTierRequest = (
  documents: TierDocuments,
  actor: TierActor,
  { requestId, reason, at }: { readonly requestId: TierRequestId; readonly reason: string; readonly at: Instant },
): TierResult => {
  const permission = mayAct(documents, actor, requestId, "reject");
  if (!permission.ok) return permission;
  const rejectionReason = reason.trim();
  if (rejectionReason === "") return fail(refusal("tier-reason-required"));
  const { configuration, request } = permission.value;
  const { inquiries: _, ...asked } = request;
  const failed = moveRequest(unchanged(documents), { ...asked, rejectionReason }, "rejected", at);
  return ok(afterRejection(failed, request, configuration, at));
};
