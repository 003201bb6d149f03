import type { Database } from "#server/db/database.ts";
import type { CollectionName } from "#shared/contract/protocol.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Organisation } from "#shared/domain/organisation.ts";
import type { Person } from "#shared/domain/people.ts";

/**
 * What a person should have, worked out from the tables alone and in the words of the rules, without the server's own
 * code for it: slow, and too simple to be wrong in the same way.
 */
export interface Expectation {
  readonly of: (person: Person) => Map<CollectionName, Map<string, unknown>>;
  readonly people: ReadonlyMap<string, Person>;
}

const isNamed = ({ requester, flow }: Order, { id }: Person): boolean => {
  if (requester.personId === id) return true;
  for (const { candidates } of flow.stages) for (const { personId } of candidates) if (personId === id) return true;
  return false;
};

/** A customer's administrators and account managers see its orders; so do those who sell at a level of the chain. */
const belongsTo = (order: Order, { organisationId, roles }: Person): boolean => {
  const is = (...wanted: string[]): boolean => wanted.some((role) => roles.includes(role as never));
  if (order.customer.organisationId === organisationId && is("admin", "account manager")) return true;
  if (order.reseller?.organisationId === organisationId && is("reseller", "admin")) return true;
  return order.distributor?.organisationId === organisationId && is("distributor", "admin");
};

/** A76: the figures of a partner's level are for that partner, and for whoever its stage asks. */
const asReadBy = (order: Order, person: Person): Order => ({
  ...order,
  flow: {
    ...order.flow,
    stages: order.flow.stages.map((stage) => {
      if (stage.reason.rule !== "credit-risk-group") return stage;
      const seller = stage.role === "reseller" ? order.reseller : order.distributor;
      const isOwn = seller?.organisationId === person.organisationId;
      const isAsked = stage.candidates.some(({ personId }) => personId === person.id);
      if (isOwn || isAsked) return stage;
      const { partner } = stage.reason;
      return {
        ...stage,
        reason: { rule: "credit-risk-group" as const, partner, group: "", amount: { known: false as const } },
      };
    }),
  },
});

/** One's own organisation, those below it and the line above it. */
const seesOrganisation = (person: Person, seen: Organisation, all: ReadonlyMap<string, Organisation>): boolean => {
  const isAbove = (upper: string, lower: string | undefined): boolean => {
    for (let next = lower; next !== undefined; next = all.get(next)?.parentId) if (next === upper) return true;
    return false;
  };
  return isAbove(seen.id, person.organisationId) || isAbove(person.organisationId, seen.id);
};

const byId = (documents: readonly { readonly id: string }[]) =>
  new Map<string, unknown>(documents.map((document) => [document.id, document]));

export const readExpectation = async (db: Database): Promise<Expectation> => {
  const documents = async (table: "orders" | "people" | "organisations" | "history" | "commands") =>
    (await db.selectFrom(table).select("document").execute()).map(({ document }) => document);
  const orders = (await documents("orders")) as Order[];
  const people = (await documents("people")) as Person[];
  const organisations = (await documents("organisations")) as Organisation[];
  const history = (await documents("history")) as { id: string; orderId: string }[];
  const commands = (await documents("commands")) as { id: string; actor: string }[];
  const all = new Map<string, Organisation>(organisations.map((one) => [one.id, one]));
  return {
    people: new Map(people.map((person) => [person.id, person])),
    of: (person) => {
      const seen = orders.filter((order) => isNamed(order, person) || belongsTo(order, person));
      const ids = new Set<string>(seen.map(({ id }) => id));
      return new Map<CollectionName, Map<string, unknown>>([
        ["orders", byId(seen.map((order) => asReadBy(order, person)))],
        ["history", byId(history.filter(({ orderId }) => ids.has(orderId)))],
        ["people", byId(people.filter(({ organisationId }) => organisationId === person.organisationId))],
        ["organisations", byId(organisations.filter((one) => seesOrganisation(person, one, all)))],
        ["commands", byId(commands.filter(({ actor }) => actor === person.id))],
      ]);
    },
  };
};
