import { isDeepStrictEqual } from "node:util";

import type { Stage, StageCondition } from "@countersign/shared/domain/approval-flow.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import { atLevel, ownLevelOf, seesSalePrice } from "./price-level.ts";

export type Reader = Pick<Person, "id" | "organisationId">;

/** The organisation whose own figures a rule named: a seller's for its credit risk group, else the customer's. */
const ownerOf = (
  { customer, reseller, distributor }: Order,
  { role, condition }: Stage,
): OrganisationId | undefined => {
  if (condition.when !== "credit-risk-group") return customer.organisationId;
  return (role === "reseller" ? reseller : distributor)?.organisationId;
};

/** Whoever decides by the figures sees them, and the people of the organisation whose figures they are. */
const maySeeFigures = (order: Order, stage: Stage, { id, organisationId }: Reader): boolean =>
  organisationId === ownerOf(order, stage) || stage.candidates.some(({ personId }) => personId === id);

const redacted = (condition: StageCondition, { customer }: Order): StageCondition => {
  switch (condition.when) {
    case "credit-risk-group":
      return { when: condition.when, partner: condition.partner, group: "", amount: unknownAmount };
    case "budget-exceeded":
    case "spending-limit-exceeded":
    case "authorizer-limit-exceeded":
      return { when: "withheld", organisation: customer.name };
    default:
      return condition;
  }
};

/** All that decides what a reader sees of an order. */
interface Sight {
  readonly level: ReturnType<typeof ownLevelOf>;
  readonly seesSalePrice: boolean;
  /** Without the figures that are not for them. */
  readonly stages: readonly Stage[];
}

const sightOf = (order: Order, reader: Reader): Sight => ({
  level: ownLevelOf(order, reader),
  seesSalePrice: seesSalePrice(order, reader),
  stages: order.flow.stages.map((stage) =>
    maySeeFigures(order, stage, reader) ? stage : { ...stage, condition: redacted(stage.condition, order) },
  ),
});

/** Whether two people may read the same of the order. */
export const readTheSame = (order: Order, one: Reader, other: Reader): boolean =>
  isDeepStrictEqual(sightOf(order, one), sightOf(order, other));

/**
 * The order as this person may read it: without what another level of the chain pays, and without the limits, budgets
 * and groups behind it (A76). That somebody is asked, and how they decided, stays (A15, A86).
 */
export const redactFor = (order: Order, reader: Reader): Order => {
  const sight = sightOf(order, reader);
  const { levelAmounts, ...priced } = sight.seesSalePrice ? order : atLevel(order, sight.level);
  const ownAmounts = levelAmounts?.filter(({ role }) => role === sight.level) ?? [];
  return {
    ...priced,
    ...(ownAmounts.length === 0 ? {} : { levelAmounts: ownAmounts }),
    flow: { ...order.flow, stages: [...sight.stages] },
  };
};

/** What only an order holds of which something may be another level's. */
const marks = [`"levelAmounts"`, `"credit-risk-group"`, `-exceeded"`, `"reseller"`] as const;

/** Whether something in the order's text may be another level's. */
export const holdsFigures = (order: string): boolean => marks.some((mark) => order.includes(mark));

/** The same for an order as JSON text. One in which nothing is another level's is not parsed. */
export const redactTextFor = (order: string, reader: Reader): string =>
  holdsFigures(order) ? JSON.stringify(redactFor(JSON.parse(order) as Order, reader)) : order;
