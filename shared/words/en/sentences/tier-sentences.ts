import type { TierRefusalCode } from "#shared/engine/tiers/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** Refusals about tier configurations and their requests. */
export const tierSentences = {
  "tier-role-not-allowed": {
    happened: "As {{role}} you cannot do this ({{action}}); the {{allowed}} can.",
    next: "Ask the {{allowed}} to do it.",
  },
  "tier-account-not-allowed": {
    happened: "The account {{account}} is not the {{role}} of this tier configuration.",
    next: "Sign in for the account that is, or open a request of your own account.",
  },
  "tier-request-unknown": {
    happened: "There is no tier request {{request}}.",
    next: "It may have been a draft that was deleted. Look for it among the requests of the tier configuration.",
  },
  "tier-configuration-unknown": {
    happened: "There is no tier configuration {{configuration}}.",
    next: "It may have been a draft that was deleted. Create the order again.",
  },
  "tier-request-closed": {
    happened: "The tier request is {{status}}, and that is final.",
    next: "To change something, create an update of the tier configuration, or the order again.",
  },
  "tier-status-unfit": {
    happened: "This ({{action}}) is not possible while the tier request is {{status}}.",
    next: "Open the request again and choose one of the actions that are offered there.",
  },
  "tier-2-unprocessed": {
    happened: "The request {{request}} of tier 2 has to be approved first.",
    next: "Open {{request}} and have it processed; this request then goes on by itself.",
  },
  "tier-2-failed": {
    happened: "The request {{request}} of tier 2 failed, so this request can no longer be approved.",
    next: "Reject this request and create the tier configurations again.",
  },
  "tier-reason-required": {
    happened: "A rejection needs a reason.",
    next: "Write why you reject the tier request, then reject it again.",
  },
  "tier-inquiry-empty": {
    happened: "The inquiry asks for nothing.",
    next: "Choose at least one parameter for the tier to supply.",
  },
  "tier-contact-missing": {
    happened: "{{account}} has no contact to send the form to.",
    next: "Ask the distributor to add a contact, or to supply the values.",
  },
  "tier-parameter-unknown": {
    happened: "The request neither has nor asks for these parameters: {{parameters}}.",
    next: "Open the request again and use the parameters that are shown there.",
  },
  "tier-value-missing": {
    happened: "The form is not complete: {{parameters}}.",
    next: "Fill in what is missing and send the form again.",
  },
  "tier-fulfillment-known": {
    happened: "The tiers of the fulfillment request {{fulfillment}} are already being set up.",
    next: "Open that fulfillment request to see what it waits for.",
  },
  "tier-already-set-up": {
    happened: "This reseller is already set up for the product, as {{configuration}}.",
    next: "Update that tier configuration instead.",
  },
  "tier-configuration-busy": {
    happened: "The tier configuration {{configuration}} has a request that is not closed yet.",
    next: "Wait until that request is approved or rejected, then try again.",
  },
  "tier-setup-failed": {
    happened: "The tier configuration {{configuration}} was never set up: its first request failed.",
    next: "Create the tier configuration again.",
  },
  "tier-reject-first": {
    happened: "The request {{request}} of tier 1 is still waiting, though tier 2 failed.",
    next: "Reject {{request}} first, then create the tier configurations again.",
  },
  "tier-nothing-to-recreate": {
    happened: "The request {{request}} is not a failed setup.",
    next: "Only a tier configuration whose first request failed is created again; update the others.",
  },
} as const satisfies Record<TierRefusalCode, Sentence>;
