import type { Stage } from "#shared/domain/approval-flow.ts";
import type { OrganisationId } from "#shared/domain/ids.ts";
import { unknownAmount } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

type Reader = Pick<Person, "id" | "organisationId">;

/** The seller whose own price and limit the stage names. */
const partnerOf = ({ reseller, distributor }: Order, { role }: Stage): OrganisationId | undefined =>
  (role === "reseller" ? reseller : distributor)?.organisationId;

/** Whoever decides by the figures sees them, and the people of the partner whose figures they are. */
const maySeeFigures = (order: Order, stage: Stage, { id, organisationId }: Reader): boolean =>
  organisationId === partnerOf(order, stage) || stage.candidates.some(({ personId }) => personId === id);

const redacted = (stage: Stage): Stage =>
  stage.reason.rule === "credit-risk-group"
    ? {
        ...stage,
        reason: { rule: stage.reason.rule, partner: stage.reason.partner, group: "", amount: unknownAmount },
      }
    : stage;

/**
 * The order as this person may read it: without what another level of the chain pays, and without the limits and
 * groups behind it (A76). That the partner is asked, and how it decided, stays (A15, A86).
 */
export const redactFor = (order: Order, reader: Reader): Order => ({
  ...order,
  flow: {
    ...order.flow,
    stages: order.flow.stages.map((stage) => (maySeeFigures(order, stage, reader) ? stage : redacted(stage))),
  },
});

const mark = `"credit-risk-group"`;

/** The same for an order as JSON text. One without such figures is not parsed. */
export const redactTextFor = (order: string, reader: Reader): string =>
  order.includes(mark) ? JSON.stringify(redactFor(JSON.parse(order) as Order, reader)) : order;
