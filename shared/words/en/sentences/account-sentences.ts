import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** Refusals about shop accounts, authorizers and quotes. */
export const accountSentences = {
  "account-deactivated": {
    happened: "The account of {{account}} is deactivated.",
    next: "Ask the account manager, or the store administrator, to activate it.",
  },
  "role-for-business-customers-only": {
    happened: "A {{login}} cannot have a role; only a business customer can.",
    next: "Give the role to a login that belongs to a business customer.",
  },
  "role-given-by-administrator": {
    happened: "Only the store administrator can give the role {{role}}.",
    next: "Ask the store administrator to do this in Admin.",
  },
  "sub-account-made-by-manager": {
    happened: "Only an account manager can create a sub-account, in the web store.",
    next: "Ask the account manager of the company to create it under My account > Manage sub-accounts.",
  },
  "not-an-account-manager": {
    happened: "{{account}} is not an account manager and manages no sub-accounts.",
    next: "Ask an account manager of your company to do this.",
  },
  "account-of-another-company": {
    happened: "{{account}} belongs to another company.",
    next: "Choose an account with the same Account ID.",
  },
  "account-keeps-its-company": {
    happened: "The account of {{account}} cannot move to another company.",
    next: "Create a new account in the other company instead.",
  },
  "ordering-off-in-shop": {
    happened: "Business customers cannot order in this shop: View and order is switched off.",
    next: "Ask the store administrator to enable it under Setup > Products > Stock and assortment.",
  },
  "payment-not-on-account": {
    happened: "Sub-accounts order on account only, but Online order payments is set to {{payment}}.",
    next: "Ask the store administrator to choose Full amount paid on account under Setup > Ordering & checkout > Ordering.",
  },
  "may-not-order": {
    happened: "{{account}} may not order.",
    next: "Ask the account manager to switch on May order.",
  },
  "prices-off-in-shop": {
    happened: "This shop shows no prices to business customers.",
    next: "Ask the store administrator to show prices.",
  },
  "may-not-see-prices": {
    happened: "{{account}} may not see prices.",
    next: "Ask the account manager to switch on May see prices.",
  },
  "stock-off-in-shop": {
    happened: "This shop shows no stock to business customers.",
    next: "Ask the store administrator to show stock.",
  },
  "may-not-see-stock": {
    happened: "{{account}} may not see stock.",
    next: "Ask the account manager to switch on May see stock.",
  },
  "may-not-authorize": {
    happened: "{{account}} may not authorize orders.",
    next: "Switch on May authorize orders for this account, or choose another authorizer.",
  },
  "authorizer-unknown": {
    happened: "There is no account {{authorizer}} that could authorize orders.",
    next: "Choose an authorizer from the accounts of your company.",
  },
  "authorizer-is-the-buyer": {
    happened: "{{account}} cannot authorize their own orders.",
    next: "Choose another sub-account or the account manager.",
  },
  "limit-without-authorizer": {
    happened: "Nobody may authorize orders of {{account}} above {{limit}}.",
    next: "Ask the account manager to name an active authorizer for this limit, then submit the order again.",
  },
  "authorizer-has-orders": {
    happened: "{{authorizer}} cannot be {{change}} while orders wait for a decision ({{count}}: {{orders}}).",
    next: "Have these orders decided, then try again.",
  },
  "authorizer-is-the-only-one": {
    happened: "{{authorizer}} cannot be {{change}}, because nobody else authorizes these limits ({{limits}}).",
    next: "Name another active authorizer for each of these limits, then try again.",
  },
  "authorizer-has-orders-and-limits": {
    happened:
      "{{authorizer}} cannot be {{change}} while orders wait for a decision ({{count}}: {{orders}}) and nobody else authorizes these limits ({{limits}}).",
    next: "Have these orders decided and name another active authorizer for each of these limits, then try again.",
  },
  "authorization-not-shown": {
    happened: "{{account}} cannot see this authorization.",
    next: "Ask the buyer, or an authorizer of the company.",
  },
  "quote-of-another-account": {
    happened: "The quote {{quote}} was placed by {{buyer}}.",
    next: "Ask {{buyer}} to convert it to an order.",
  },
  "quote-not-converted": {
    happened: "The quote {{quote}} is not an order yet, so it can be neither approved nor rejected.",
    next: "Ask {{buyer}} to convert it to an order in the web store first.",
  },
  "quote-already-converted": {
    happened: "The quote {{quote}} is already the order {{order}}.",
    next: "Decide on the order {{order}}.",
  },
  "quote-closed": {
    happened: "The quote {{quote}} is {{status}}.",
    next: "Place a new quote.",
  },
} as const satisfies Record<AccountRefusalCode, Sentence>;
