import { isDeepStrictEqual } from "node:util";

import type { Stage, StageCondition } from "@countersign/shared/domain/approval-flow.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import { atLevel, ownLevelOf, seesSalePrice } from "./price-level.ts";

export type Reader = Pick<Person, "id" | "organisationId">;

/** The owner of the figures in a rule: a seller for its credit risk group, otherwise the customer. */
const ownerOf = (
  { customer, reseller, distributor }: Order,
  { role, condition }: Stage,
): OrganisationId | undefined => {
  if (condition.when !== "credit-risk-group") return customer.organisationId;
  return (role === "reseller" ? reseller : distributor)?.organisationId;
};

/** The people who decide by the figures may see them, and those of the organisation that owns them. */
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

/** Everything that determines what a reader sees of an order. */
interface Sight {
  readonly level: ReturnType<typeof ownLevelOf>;
  readonly seesSalePrice: boolean;
  /** Without the figures that the reader may not see. */
  readonly stages: readonly Stage[];
}

const sightOf = (order: Order, reader: Reader): Sight => ({
  level: ownLevelOf(order, reader),
  seesSalePrice: seesSalePrice(order, reader),
  stages: order.flow.stages.map((stage) =>
    maySeeFigures(order, stage, reader) ? stage : { ...stage, condition: redacted(stage.condition, order) },
  ),
});

/** Whether two people may read the same in the order. */
export const readTheSame = (order: Order, one: Reader, other: Reader): boolean =>
  isDeepStrictEqual(sightOf(order, one), sightOf(order, other));

/**
 * The order as this person may read it: without what another level of the chain pays, and without the limits, budgets
 * and groups behind it (A76). Who is asked and how they decided stays (A15, A86).
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

/** Texts that an order contains if something in it may belong to another level. */
const marks = [`"levelAmounts"`, `"credit-risk-group"`, `-exceeded"`, `"reseller"`] as const;

/** Whether something in the order's text may belong to another level. */
export const holdsFigures = (order: string): boolean => marks.some((mark) => order.includes(mark));

/** The same for an order as JSON text, which is only parsed if something may belong to another level. */
export const redactTextFor = (order: string, reader: Reader): string =>
  holdsFigures(order) ? JSON.stringify(redactFor(JSON.parse(order) as Order, reader)) : order;
