import type { Stage } from "#shared/domain/approval-flow.ts";
import type { OrganisationId } from "#shared/domain/ids.ts";
import { unknownAmount } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

import type { Database } from "#server/db/database.ts";

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
const redactTextFor = (order: string, reader: Reader): string =>
  order.includes(mark) ? JSON.stringify(redactFor(JSON.parse(order) as Order, reader)) : order;

/**
 * Orders that were read from the change log as JSON text, as this person may read them; `null` for one that left.
 * Whoever moves to another organisation reads other figures and gets all of them anew. So the person is looked at after
 * the orders were: what was read before such a move, and would be redacted by rights from before it, comes again.
 */
export const redactTexts = async (
  db: Database,
  texts: readonly (string | null)[],
  person: Reader,
): Promise<(string | null)[]> => {
  if (!texts.some((text) => text?.includes(mark))) return [...texts];
  const now = await db
    .selectFrom("people")
    .select("organisation_id")
    .where("id", "=", person.id)
    .executeTakeFirstOrThrow();
  const reader: Reader = { id: person.id, organisationId: now.organisation_id };
  return texts.map((text) => text && redactTextFor(text, reader));
};
