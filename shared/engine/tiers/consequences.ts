import type { Instant } from "#shared/domain/instant.ts";
import type { FulfillmentRequest, Inquiry, TierConfiguration, TierRequest } from "#shared/domain/tier.ts";

import { waitingFor } from "./find.ts";
import { inquiriesForMissing, withInquiryMail } from "./inquiry-mail.ts";
import { moveConfiguration, moveFulfillment, moveRequest } from "./moves.ts";
import type { TierOutcome } from "./outcome.ts";
import { withValues } from "./parameters.ts";
import type { RequestEvent } from "./request-life-cycle.ts";

/** Moves the request to inquiring, with the questions, and mails the form (T16, T17). */
export const startInquiry = (
  outcome: TierOutcome,
  request: TierRequest,
  { event, inquiries, at }: { readonly event: RequestEvent; readonly inquiries: Inquiry[]; readonly at: Instant },
): TierOutcome => {
  const asking = { ...request, inquiries };
  const moved = moveRequest(outcome, asking, event, at);
  const configuration = moved.documents.configurations.find(({ id }) => id === request.configurationId);
  return configuration === undefined ? moved : withInquiryMail(moved, asking, configuration, at);
};

const afterTiers = (outcome: TierOutcome, fulfillment: FulfillmentRequest, at: Instant): TierOutcome => {
  const requests = fulfillment.tierRequestIds.map((id) => outcome.documents.requests.find((each) => each.id === id));
  if (requests.some((request) => request?.status === "failed"))
    return moveFulfillment(outcome, fulfillment, "tier-failed", at);
  if (requests.includes(undefined)) return moveFulfillment(outcome, fulfillment, "discarded", at);
  if (requests.every((request) => request?.status === "approved"))
    return moveFulfillment(outcome, fulfillment, "tiers-active", at);
  return requests.some((request) => request?.status === "draft")
    ? outcome
    : moveFulfillment(outcome, fulfillment, "validated", at);
};

/** Moves each fulfillment request on as far as its tier requests allow (T10, T31, T34). */
export const settleFulfillments = (outcome: TierOutcome, at: Instant): TierOutcome =>
  outcome.documents.fulfillmentRequests.reduce((settled, fulfillment) => afterTiers(settled, fulfillment, at), outcome);

/** Tier 1 moves on when its tier 2 is approved: to pending (T23), or to inquiring when a value is missing (T24). */
const releaseTier1 = (outcome: TierOutcome, tier1: TierRequest, at: Instant): TierOutcome => {
  const inquiries = inquiriesForMissing(tier1);
  return inquiries.length > 0 && tier1.status === "tiers_setup"
    ? startInquiry(outcome, tier1, { event: "tier-2-approved-data-missing", inquiries, at })
    : moveRequest(outcome, tier1, "tier-2-approved", at);
};

const withoutOpenRequest = (configuration: TierConfiguration): TierConfiguration => {
  const { openRequestId: _, ...idle } = configuration;
  return idle;
};

/** What follows from an approval: the configuration is active with the approved values (T09, T30), tier 1 goes on. */
export const afterApproval = (
  outcome: TierOutcome,
  request: TierRequest,
  configuration: TierConfiguration,
  at: Instant,
): TierOutcome => {
  const values = Object.fromEntries(
    request.parameters.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])),
  );
  const approved = {
    ...withoutOpenRequest(configuration),
    parameters: withValues(configuration.parameters, values),
    isSetUp: true,
    lastOutcome: "approved" as const,
  };
  const active = moveConfiguration(outcome, approved, "request-approved", at);
  const released = waitingFor(active.documents, request.id).reduce(
    (progress, tier1) => releaseTier1(progress, tier1, at),
    active,
  );
  return settleFulfillments(released, at);
};

/**
 * What follows from a rejection: the configuration is active with the values it had, none after a first setup (T11,
 * T35, T39); tier 1 stays in tiers setup and can no longer be approved (T25, T38).
 */
export const afterRejection = (
  outcome: TierOutcome,
  request: TierRequest,
  configuration: TierConfiguration,
  at: Instant,
): TierOutcome => {
  const failed = { ...withoutOpenRequest(configuration), lastOutcome: "failed" as const };
  const active = moveConfiguration(outcome, failed, "request-failed", at);
  const blocked = waitingFor(active.documents, request.id)
    .filter(({ status }) => status === "tiers_setup" || status === "draft")
    .map(({ id }) => ({ type: "tier-1-blocked" as const, requestId: id, tier2RequestId: request.id, at }));
  return settleFulfillments({ ...active, events: [...active.events, ...blocked] }, at);
};
