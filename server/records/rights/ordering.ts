import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";

import { isInReach, reachOf } from "./reach.ts";
import type { Who } from "./who.ts";

/** The company of the person who places orders. */
interface Ordering {
  readonly own: Pick<Organisation, "kind" | "parentId">;
}

interface OrderingFor extends Ordering {
  readonly company: Pick<Organisation, "id" | "parentId">;
}

/** The rights for placing orders, with what they depend on. */
export interface OrderingFacts {
  /** To place orders at all. */
  readonly "place-orders": Ordering;
  /** To place them for a company: the distributor for all, a reseller for itself and its customers, others for their own. */
  readonly "order-for-company": OrderingFor;
  /** To place them for a person of it, and to act on the results; those who only request, only for themselves. */
  readonly "order-for-person": OrderingFor & { readonly personId: PersonId };
  /** To turn a quote into an order in its buyer's name: a seller's shop speaks for the buyers. */
  readonly "speak-for-buyer": Ordering;
  /** To add an unknown company that an order names: a seller, below itself. */
  readonly "add-company": Ordering & { readonly kind: "reseller" | "customer" };
  /** To add an unknown requester whom an order names. */
  readonly "add-requester": Ordering;
  /** To name the reseller of an order: the distributor any, a reseller itself, a customer's people their own. */
  readonly "order-through": Ordering & { readonly reseller: Pick<Organisation, "id"> };
  /** To name what an order costs at a level (A76), which decides whether limits are exceeded. */
  readonly "name-amount": Ordering & { readonly level: "reseller" | "distributor" };
}

const ordersForCompany = (who: Who, { own, company }: OrderingFor): boolean => {
  const reach = reachOf(who, own);
  return reach !== undefined && isInReach(company, { organisation: { id: who.organisationId }, reach });
};

const ordersThrough = (who: Who, { own, reseller }: OrderingFacts["order-through"]): boolean => {
  const reach = reachOf(who, own);
  if (reach === undefined || reach === "network") return reach === "network";
  return reseller.id === (reach === "chain" ? who.organisationId : own.parentId);
};

/** Whether somebody sells: the distributor at every level, a reseller at its own. */
const sellsAt = (level: "reseller" | "distributor", who: Who, { own }: Ordering): boolean => {
  const reach = reachOf(who, own);
  return reach === "network" || (reach === "chain" && level === "reseller");
};

export const orderingRules: {
  readonly [Name in keyof OrderingFacts]: (who: Who, facts: OrderingFacts[Name]) => boolean;
} = {
  "place-orders": (who, { own }) => reachOf(who, own) !== undefined,
  "order-for-company": ordersForCompany,
  "order-for-person": (who, facts) =>
    ordersForCompany(who, facts) && (reachOf(who, facts.own) !== "self" || facts.personId === who.id),
  "speak-for-buyer": (who, facts) => sellsAt("reseller", who, facts),
  "add-company": (who, facts) => sellsAt(facts.kind === "customer" ? "reseller" : "distributor", who, facts),
  "add-requester": (who, { own }) => !["self", undefined].includes(reachOf(who, own)),
  "order-through": ordersThrough,
  "name-amount": (who, facts) => sellsAt(facts.level, who, facts),
};
