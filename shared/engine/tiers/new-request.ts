import type { Instant } from "#shared/domain/instant.ts";
import type { TierConfiguration, TierRequest } from "#shared/domain/tier.ts";

import { inquiriesForMissing, withInquiryMail } from "./inquiry-mail.ts";
import { putRequest } from "./moves.ts";
import type { TierDocuments, TierOutcome } from "./outcome.ts";

/** The request of the tier above that a new request of tier 1 has to wait for (T21): open, and not a draft of an update. */
export const tier2RequestOf = (
  { configurations, requests }: TierDocuments,
  { tier2ConfigurationId }: Pick<TierConfiguration, "tier2ConfigurationId">,
): TierRequest | undefined => {
  const above = configurations.find(({ id }) => id === tier2ConfigurationId);
  const open = requests.find(({ id }) => id === above?.openRequestId);
  return open?.status === "draft" && open.type !== "setup" ? undefined : open;
};

type NewRequest = Pick<TierRequest, "id" | "type" | "configurationId" | "parameters">;

/**
 * Adds a request in its first status: a draft with dynamic validation (T12), tiers setup while its tier 2
 * is not processed (T21), inquiring when a required value is missing (T16), else pending.
 */
export const addRequest = (
  outcome: TierOutcome,
  configuration: TierConfiguration,
  asked: NewRequest,
  { isDraft, at }: { readonly isDraft: boolean; readonly at: Instant },
): TierOutcome => {
  const tier2 = tier2RequestOf(outcome.documents, configuration);
  const inquiries = inquiriesForMissing(asked);
  const begun = { ...asked, ...(tier2 && { tier2RequestId: tier2.id }), createdAt: at, statusChangedAt: at };
  const add = (request: TierRequest): TierOutcome => {
    const event = { type: "request-moved" as const, id: request.id, to: request.status, at };
    return putRequest({ ...outcome, events: [...outcome.events, event] }, request);
  };
  if (isDraft) return add({ ...begun, status: "draft" });
  if (tier2 !== undefined) return add({ ...begun, status: "tiers_setup" });
  if (inquiries.length === 0) return add({ ...begun, status: "pending" });
  const inquiring: TierRequest = { ...begun, status: "inquiring", inquiries };
  return withInquiryMail(add(inquiring), inquiring, configuration, at);
};
