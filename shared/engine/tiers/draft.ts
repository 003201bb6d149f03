import { ok } from "#shared/domain/result.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { TierActor, TierConfiguration, TierRequest, TierRequestId } from "#shared/domain/tier.ts";

import { settleFulfillments, startInquiry } from "./consequences.ts";
import { findConfiguration, waitingFor } from "./find.ts";
import { inquiriesForMissing } from "./inquiry-mail.ts";
import { mayAct } from "./may.ts";
import { moveConfiguration, moveRequest, putConfiguration } from "./moves.ts";
import type { TierDocuments, TierOutcome, TierResult } from "./outcome.ts";
import { unchanged } from "./outcome.ts";

export interface DraftStep {
  readonly requestId: TierRequestId;
  readonly at: Instant;
}

const validated = (outcome: TierOutcome, request: TierRequest, at: Instant): TierOutcome => {
  const tier2 = outcome.documents.requests.find(({ id }) => id === request.tier2RequestId);
  if (tier2 !== undefined && tier2.status !== "approved")
    return moveRequest(outcome, request, "validated-tier-2-open", at);
  const inquiries = inquiriesForMissing(request);
  return inquiries.length > 0
    ? startInquiry(outcome, request, { event: "validated-data-missing", inquiries, at })
    : moveRequest(outcome, request, "validated", at);
};

/**
 * The distributor's validation passed (T05): a new configuration, or one that is updated, is processing (T06, T02);
 * its request is pending (T13), unless it waits for its tier 2 (T21) or for data (T16). Refusals: those of {@link mayAct}.
 */
export const validateDraft = (documents: TierDocuments, actor: TierActor, { requestId, at }: DraftStep): TierResult => {
  const permission = mayAct(documents, actor, requestId, "validate");
  if (!permission.ok) return permission;
  const { request, configuration } = permission.value;
  const event = request.type === "setup" ? "validated" : "update-started";
  const processing = moveConfiguration(unchanged(documents), configuration, event, at);
  return ok(settleFulfillments(validated(processing, request, at), at));
};

/** A discarded draft leaves nothing behind; a configuration that existed before it stays as it was. */
const withoutDraft = (outcome: TierOutcome, request: TierRequest, configuration: TierConfiguration, at: Instant) => {
  const deleted = moveRequest(outcome, request, "discarded", at);
  if (request.type === "setup") return moveConfiguration(deleted, configuration, "discarded", at);
  const { openRequestId: _, ...idle } = configuration;
  return putConfiguration(deleted, idle);
};

/**
 * The distributor's validation did not pass: the draft request is deleted (T14), with the draft configuration (T07),
 * the drafts of a tier 1 that would wait for it, and the draft fulfillment request. Refusals: those of {@link mayAct}.
 */
export const discardDraft = (documents: TierDocuments, actor: TierActor, { requestId, at }: DraftStep): TierResult => {
  const permission = mayAct(documents, actor, requestId, "discard");
  if (!permission.ok) return permission;
  const { request, configuration } = permission.value;
  let outcome = withoutDraft(unchanged(documents), request, configuration, at);
  for (const tier1 of waitingFor(documents, requestId)) {
    const above = findConfiguration(outcome.documents, tier1.configurationId);
    if (above.ok && tier1.status === "draft") outcome = withoutDraft(outcome, tier1, above.value, at);
  }
  return ok(settleFulfillments(outcome, at));
};
