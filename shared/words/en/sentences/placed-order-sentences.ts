import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** An order, or a change of a subscription, on its way in. */
export const placedOrderSentences = {
  "currency-mismatch": {
    happened: "The order mixes {{left}} and {{right}}.",
    next: "Send one order per currency.",
  },
  "amount-negative": {
    happened: "The order would cost {{total}}, which is less than zero.",
    next: "Send discounts with what they are given on, so that no total is negative.",
  },
  "amount-too-large": {
    happened: "An amount of the order is too large to be stored exactly.",
    next: "Check quantity and price, or split the order.",
  },
  "external-id-taken": {
    happened: "Your organisation has already sent another order as {{externalId}}: the order {{number}}.",
    next: "Send this one with a different id.",
  },
  "order-number-taken": {
    happened: "There is already an order with the number {{number}}.",
    next: "Send the order with another number, or without one to have it numbered.",
  },
  "item-unknown": {
    happened: "The order has no item {{item}} that is being provisioned.",
    next: "Name the items by the ids of the order's lines.",
  },
  "subscription-unknown": {
    happened: "The customer has no subscription {{id}} that you may change.",
    next: "Name a subscription of this customer by its id.",
  },
  "subscription-over": {
    happened: "The subscription is {{status}}.",
    next: "Place a new order to begin another one.",
  },
  "subscription-changed": {
    happened: "The subscription was changed meanwhile; version {{version}} is in force.",
    next: "Read it again and base the change on that version.",
  },
  "change-without-difference": {
    happened: "The order changes nothing about the subscription.",
    next: "Send the values that should change.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
