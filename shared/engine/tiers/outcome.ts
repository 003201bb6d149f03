import type { Refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type {
  FulfillmentRequest,
  FulfillmentRequestId,
  TierConfiguration,
  TierConfigurationId,
  TierContact,
  TierRequest,
  TierRequestId,
} from "#shared/domain/tier.ts";

import type { TierRefusalCode } from "./refusals.ts";

/** All related documents: configurations, their requests, and the fulfillment requests that wait. */
export interface TierDocuments {
  readonly configurations: readonly TierConfiguration[];
  readonly requests: readonly TierRequest[];
  readonly fulfillmentRequests: readonly FulfillmentRequest[];
}

/** A document's status changed; `from` is missing for a new one, and `to` is "deleted" for one that is gone. */
interface Moved {
  readonly type: "configuration-moved" | "request-moved" | "fulfillment-moved";
  readonly id: TierConfigurationId | TierRequestId | FulfillmentRequestId;
  readonly from?: string;
  readonly to: string;
  readonly at: Instant;
}

/** A field of the form that an inquiry asks a tier to fill in. */
export interface InquiryField {
  readonly parameterId: string;
  readonly title: string;
  readonly value?: string;
  readonly problem?: string;
}

/** To be mailed to the tier's contacts, with a form for the named parameters (T17). */
interface InquiryMail {
  readonly type: "inquiry-mail";
  readonly requestId: TierRequestId;
  readonly to: readonly TierContact[];
  readonly form: readonly InquiryField[];
  readonly at: Instant;
}

/** A tier 1 request can no longer be approved, because its tier 2 failed: reject it and create it again (T25, T26, T38). */
interface Tier1Blocked {
  readonly type: "tier-1-blocked";
  readonly requestId: TierRequestId;
  readonly tier2RequestId: TierRequestId;
  readonly at: Instant;
}

/** Events for others to act on. Nothing is sent from here. */
export type TierEvent = Moved | InquiryMail | Tier1Blocked;

/** Allowed, but worth showing: required values are missing (T40), or nobody can be mailed. `parameters` are titles. */
export type TierWarning =
  | { readonly code: "values-missing"; readonly requestId: TierRequestId; readonly parameters: readonly string[] }
  | { readonly code: "no-contact"; readonly requestId: TierRequestId };

/** The documents after an action, the events, and the warnings. */
export interface TierOutcome {
  readonly documents: TierDocuments;
  readonly events: readonly TierEvent[];
  readonly warnings: readonly TierWarning[];
}

/** An outcome, or why nothing was done. */
export type TierResult<Value = TierOutcome> = Result<Value, Refusal<TierRefusalCode>>;

export const unchanged = (documents: TierDocuments): TierOutcome => ({ documents, events: [], warnings: [] });
