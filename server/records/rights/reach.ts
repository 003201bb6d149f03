import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";

/** For whom a person may place orders: the whole network, their customers, their organisation, or only themselves. */
export type Reach = "network" | "chain" | "organisation" | "self";

const rolesOfSellers = {
  distributor: ["distributor", "admin"],
  reseller: ["reseller", "admin"],
} as const satisfies Record<string, readonly Role[]>;

/** The reach of a person at an organisation of this kind; `undefined` if they may not place orders. */
export const reachOf = ({ roles }: Pick<Person, "roles">, { kind }: Pick<Organisation, "kind">): Reach | undefined => {
  const has = (wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));
  if (kind === "distributor" && has(rolesOfSellers.distributor)) return "network";
  if (kind === "reseller" && has(rolesOfSellers.reseller)) return "chain";
  if (has(["admin"])) return "organisation";
  return has(["requester"]) ? "self" : undefined;
};

/** A reach, and the organisation of the person who has it. */
interface Reaching {
  readonly organisation: { readonly id: OrganisationId };
  readonly reach: Reach;
}

/** Whether the organisation is within this reach. */
export const isInReach = (
  organisation: Pick<Organisation, "id" | "parentId">,
  { organisation: own, reach }: Reaching,
): boolean => {
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
