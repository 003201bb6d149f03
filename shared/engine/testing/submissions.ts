import fc from "fast-check";

import { orderIdSchema } from "#shared/domain/ids.ts";
import { knownAmount, unknownAmount } from "#shared/domain/money.ts";
import type { ApprovalPolicy } from "#shared/domain/policy.ts";
import { at, max, orderWith, rita, totals, zoe } from "#shared/testing/fixtures/approval.ts";

import { account, cash } from "../fulfilment/acceptance/testing/reseller.ts";
import { accounts, buyer } from "../accounts/testing/company.ts";
import { order as counted } from "../planning/budget/testing/orders.ts";
import { atDistributor, atSeller, withCustomer, withSeller } from "../planning/credit-risk/testing/chain.ts";
import { customer, seller } from "../planning/credit-risk/testing/settings.ts";
import type { OrderFacts, PlanContext } from "../planning/plan-context.ts";
import { anybody, policies, price } from "./policies.ts";

/** Orders of a customer in a contract chain, priced or not, recurring or not. */
const orders: fc.Arbitrary<OrderFacts> = fc
  .record(
    {
      requester: anybody,
      gross: price,
      costCentre: fc.constantFrom({ id: "cc-1", name: "Marketing" }, { id: "cc-2", name: "Sales" }),
      recurrence: fc.constant({ interval: "P1M", startsAt: at(0), timeZone: "Europe/Berlin" }),
    },
    { requiredKeys: ["requester"] },
  )
  .map(({ gross, ...facts }) => ({
    id: orderIdSchema.parse("order-1"),
    placedAt: at(0),
    lines: orderWith([]).lines,
    customer,
    totals: totals(gross),
    ...facts,
  }));

const amount = fc.oneof(price.map(knownAmount), fc.constant(unknownAmount));

/** What a company, its past orders and its contract chain may look like. */
const contexts: fc.Arbitrary<PlanContext> = fc
  .record({
    hasRates: fc.boolean(),
    past: fc.array(price, { maxLength: 3 }),
    isSubAccount: fc.boolean(),
    highest: fc.boolean(),
    sellers: fc.option(amount, { nil: undefined }),
    distributors: fc.option(amount, { nil: undefined }),
    isOwnSeller: fc.boolean(),
    isOn: fc.boolean(),
  })
  .map(({ hasRates, past, isSubAccount, highest, sellers, distributors, isOwnSeller, isOn }) => ({
    rates: hasRates
      ? ["USD", "JPY", "KWD"].flatMap((code) => [
          { from: code, to: "EUR", rate: "0.5" },
          { from: "EUR", to: code, rate: "2" },
        ])
      : [],
    pastOrders: past.map((gross, index) => counted(`order-past-${index}`, gross, { placedAt: at(-index) })),
    ...(isSubAccount && {
      authorization: {
        buyer,
        accounts,
        policy: {
          limitComparison: "exceeds" as const,
          limitLevels: highest ? ("highest-exceeded" as const) : ("every-exceeded" as const),
          authorizerStays: "while-nobody-else-decides" as const,
        },
      },
    }),
    ...(isOn && {
      reseller: {
        account: account({ resellerId: seller.organisationId, payment: cash }),
        approval: undefined,
        approvers: isOwnSeller ? [rita, zoe] : [max],
      },
    }),
    partners: [
      ...(sellers === undefined ? [] : [atSeller(withCustomer, sellers)]),
      ...(distributors === undefined
        ? []
        : [atDistributor(sellers === undefined ? withCustomer : withSeller, distributors)]),
    ],
  }));

export interface Submission {
  readonly order: OrderFacts;
  readonly policy: ApprovalPolicy;
  readonly context: PlanContext;
}

/** Everything that planning depends on when an order is submitted. */
export const submissions: fc.Arbitrary<Submission> = fc.record({ order: orders, policy: policies, context: contexts });
