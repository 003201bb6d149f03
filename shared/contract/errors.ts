import { commandRefusalCodes } from "#shared/commands/refusals.ts";
import { acceptanceRefusalCodes } from "#shared/engine/fulfilment/acceptance/refusals.ts";
import { accountRefusalCodes } from "#shared/engine/accounts/refusals.ts";
import { subscriptionRefusalCodes } from "#shared/engine/fulfilment/approval-again/refusals.ts";
import { creditRiskRefusalCodes } from "#shared/engine/planning/credit-risk/refusals.ts";
import { prorationRefusalCodes } from "#shared/engine/fulfilment/proration/refusals.ts";
import { engineRefusalCodes } from "#shared/engine/approval/refusals.ts";
import { tierRefusalCodes } from "#shared/engine/tiers/refusals.ts";

/** What can go wrong around the engine: the local store, the session, the connection, an invalid request. */
export const applicationErrorCodes = [
  "local-store-full",
  "local-store-read-only",
  "local-store-locked",
  "local-store-damaged",
  "local-store-recovered",
  "local-store-key-missing",
  "local-store-not-encrypted",
  "not-signed-in",
  "signed-in-already",
  "person-unknown",
  "session-refused",
  "server-unreachable",
  "offline",
  "no-answer",
  "cancelled",
  "server-address-unusable",
  "server-unknown",
  "server-failed",
  "database-unavailable",
  "client-too-old",
  "server-too-old",
  "epoch-changed",
  "request-malformed",
  "request-unknown",
  "request-too-large",
  "answer-too-large",
  "not-allowed",
  "right-missing",
  "key-not-accepted",
  "idempotency-key-reused",
  "request-in-progress",
  "too-many-requests",
  "method-not-allowed",
  "not-found",
  "organisation-unknown",
  "currency-mismatch",
  "amount-too-large",
  "amount-negative",
  "order-number-taken",
  "external-id-taken",
  "comment-missing",
  "last-administrator",
  "role-misplaced",
  "item-unknown",
  "delegation-of-another",
  "document-changed",
  "link-not-valid",
  "sign-in-refused",
  "password-missing",
  "another-person",
  "address-taken",
  "company-number-taken",
  "seller-rules-locked",
  "policy-needed",
  "subscription-unknown",
  "subscription-over",
  "subscription-changed",
  "change-without-difference",
  "unexpected",
] as const;

export type ApplicationErrorCode = (typeof applicationErrorCodes)[number];

/** The closed list: every refusal and error that a person can meet has a code here and a sentence in `shared/words`. */
export const errorCodes = [
  ...engineRefusalCodes,
  ...accountRefusalCodes,
  ...acceptanceRefusalCodes,
  ...creditRiskRefusalCodes,
  ...subscriptionRefusalCodes,
  ...prorationRefusalCodes,
  ...tierRefusalCodes,
  ...commandRefusalCodes,
  ...applicationErrorCodes,
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);
