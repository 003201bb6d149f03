import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Database } from "@countersign/server/foundation/db/database.ts";

/**
 * What a person should have, computed directly from the tables and the rules, without the server's own code for it: slow,
 * and too simple to be wrong in the same way.
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

/** A customer's administrators and account managers see its orders; so do the sellers of the chain. */
const belongsTo = (order: Order, { organisationId, roles }: Person): boolean => {
  const is = (...wanted: string[]): boolean => wanted.some((role) => roles.includes(role as never));
  if (order.customer.organisationId === organisationId && is("admin", "account-manager")) return true;
  if (order.reseller?.organisationId === organisationId && is("reseller", "admin")) return true;
  return order.distributor?.organisationId === organisationId && is("distributor", "admin");
};

const unknown = { known: false as const };

/** A76: a rule's figures are for the organisation that owns the rule, and for the people whom its stage asks. */
const stageAsReadBy = (order: Order, stage: Stage, person: Person): Stage => {
  if (stage.candidates.some(({ personId }) => personId === person.id)) return stage;
  const { condition } = stage;
  if (condition.when === "credit-risk-group") {
    const seller = stage.role === "reseller" ? order.reseller : order.distributor;
    if (seller?.organisationId === person.organisationId) return stage;
    return { ...stage, condition: { when: condition.when, partner: condition.partner, group: "", amount: unknown } };
  }
  if (!condition.when.endsWith("exceeded") || order.customer.organisationId === person.organisationId) return stage;
  return { ...stage, condition: { when: "withheld", organisation: order.customer.name } };
};

/** A76: behind a reseller, the distributor's people read their own prices unless they are asked for the customer. */
const isPricedAnew = ({ customer, reseller, requester, flow }: Order, { id, organisationId }: Person): boolean => {
  if (reseller === undefined || organisationId === customer.organisationId) return false;
  if (organisationId === reseller.organisationId || requester.personId === id) return false;
  for (const { role, candidates } of flow.stages)
    if (role !== "distributor" && candidates.some(({ personId }) => personId === id)) return false;
  return true;
};

const asReadBy = (whole: Order, person: Person): Order => {
  const { levelAmounts: all = [], ...order } = whole;
  const own = all.filter(({ role }) => order[role]?.organisationId === person.organisationId);
  const gross = own[0] === undefined ? unknown : { known: true as const, money: own[0].total };
  const priced = isPricedAnew(order, person)
    ? {
        lines: order.lines.map((line) => ({ ...line, unitPrice: unknown, total: unknown })),
        totals: { net: unknown, shipping: unknown, tax: unknown, gross },
      }
    : {};
  const stages = order.flow.stages.map((stage) => stageAsReadBy(order, stage, person));
  return { ...order, ...priced, ...(own.length > 0 ? { levelAmounts: own } : {}), flow: { ...order.flow, stages } };
};

interface Recorded {
  readonly id: string;
  readonly orderId: string;
  readonly resale?: unknown;
}

/** A76: the customer's price is in the history, too. */
const entryAsReadBy = ({ resale: _resale, ...entry }: Recorded, order: Order | undefined, person: Person) => {
  const { customer, reseller, distributor, levelAmounts = [] } = order ?? {};
  if (reseller === undefined || [customer, reseller].some((one) => one?.organisationId === person.organisationId))
    return entry;
  const own = levelAmounts.find(({ role }) => role === "distributor");
  const isKnown = own !== undefined && distributor?.organisationId === person.organisationId;
  return { ...entry, amount: isKnown ? { known: true, money: own.total } : unknown };
};

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
  const history = (await documents("history")) as Recorded[];
  const commands = (await documents("commands")) as { id: string; actorId: string }[];
  const all = new Map<string, Organisation>(organisations.map((one) => [one.id, one]));
  return {
    people: new Map(people.map((person) => [person.id, person])),
    of: (person) => {
      const seen = orders.filter((order) => isNamed(order, person) || belongsTo(order, person));
      const ids = new Map<string, Order>(seen.map((order) => [order.id, order]));
      return new Map<CollectionName, Map<string, unknown>>([
        ["orders", byId(seen.map((order) => asReadBy(order, person)))],
        [
          "history",
          byId(
            history
              .filter(({ orderId }) => ids.has(orderId))
              .map((entry) => entryAsReadBy(entry, ids.get(entry.orderId), person)),
          ),
        ],
        ["people", byId(people.filter(({ organisationId }) => organisationId === person.organisationId))],
        ["organisations", byId(organisations.filter((one) => seesOrganisation(person, one, all)))],
        ["commands", byId(commands.filter(({ actorId }) => actorId === person.id))],
      ]);
    },
  };
};
