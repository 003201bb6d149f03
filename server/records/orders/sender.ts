import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { organisationOf } from "#server/records/people/members.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** For whom somebody may place orders: the whole network, the own customers, the own organisation, or themselves. */
export type Reach = "network" | "chain" | "organisation" | "self";

/** Who sends an order, and how far their right goes. */
export interface OrderSender {
  readonly person: Person;
  readonly organisation: Organisation;
  readonly reach: Reach;
}

const rolesOfSellers = {
  distributor: ["distributor", "admin"],
  reseller: ["reseller", "admin"],
} as const satisfies Record<string, readonly Role[]>;

/** How far this person may place orders; `undefined` for those who may not. */
const reachOf = ({ roles }: Person, { kind }: Organisation): Reach | undefined => {
  const has = (wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));
  if (kind === "distributor" && has(rolesOfSellers.distributor)) return "network";
  if (kind === "reseller" && has(rolesOfSellers.reseller)) return "chain";
  if (has(["admin"])) return "organisation";
  return has(["requester"]) ? "self" : undefined;
};

/** The person as the sender of orders, if they may place any. */
export const senderOf = async (tx: Tx, { person }: Actor): Promise<Result<OrderSender, RequestRefusal>> => {
  const organisation = await organisationOf(tx, person.organisationId);
  const reach = reachOf(person, organisation);
  if (reach === undefined) return refuse("not-allowed");
  return ok({ person, organisation, reach });
};

/** Whether the organisation is one that the sender answers for. */
export const isInReach = (organisation: Organisation, { organisation: own, reach }: OrderSender): boolean => {
  switch (reach) {
    case "network":
      return true;
    case "chain":
      return organisation.id === own.id || organisation.parentId === own.id;
    case "organisation":
    case "self":
      return organisation.id === own.id;
  }
};
