import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** An order, or a subscription's change, as it is sent in. */
export const placedOrderSentences = {
  "currency-mismatch": {
    happened: "The order mixes {{left}} and {{right}}.",
    next: "Send one order per currency.",
  },
  "amount-negative": {
    happened: "The order would cost {{total}}, which is less than nothing.",
    next: "Send discounts with what they are given on, so that no total is negative.",
  },
  "amount-too-large": {
    happened: "An amount of the order is too large to be stored exactly.",
    next: "Check quantity and price, or split the order.",
  },
  "external-id-taken": {
    happened: "Your organisation sent another order as {{externalId}} before: it is the order {{number}}.",
    next: "Send this one under an id of its own.",
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
    next: "Read it again and make the change on what is in force now.",
  },
  "change-without-difference": {
    happened: "The order changes nothing about the subscription.",
    next: "Send what shall be different from now on.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
