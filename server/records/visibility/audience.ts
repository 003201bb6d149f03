import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";

/** The roles in which people of each organisation in the chain see orders that do not name them. */
export const rolesThatSee = {
  customer: ["admin", "account-manager"],
  reseller: ["reseller", "admin"],
  distributor: ["distributor", "admin"],
} as const satisfies Record<string, readonly Role[]>;

const hasRole = ({ roles }: Person, wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));

/** The people whom the order names: its requester and all candidates of all its stages. */
export const namedBy = ({ requester, flow }: Order): Set<PersonId> =>
  new Set([requester, ...flow.stages.flatMap(({ candidates }) => candidates)].map(({ personId }) => personId));

/** Those of `people` who may see the order and its history: by being named, or by their role in its chain. */
export const audienceOf = (order: Order, people: readonly Person[]): PersonId[] => {
  const named = namedBy(order);
  const maySee = (person: Person): boolean => {
    const { organisationId } = person;
    return (
      named.has(person.id) ||
      (organisationId === order.customer.organisationId && hasRole(person, rolesThatSee.customer)) ||
      (organisationId === order.reseller?.organisationId && hasRole(person, rolesThatSee.reseller)) ||
      (organisationId === order.distributor?.organisationId && hasRole(person, rolesThatSee.distributor))
    );
  };
  return people.filter((person) => person.isActive && maySee(person)).map(({ id }) => id);
};

/** Those who may see a person, with their address: the people of the same organisation. */
export const audienceOfPerson = (organisationId: OrganisationId, people: readonly Person[]): PersonId[] =>
  people.filter((person) => person.isActive && person.organisationId === organisationId).map(({ id }) => id);

/** The organisation and those above it, nearest first. */
export const chainOf = (
  id: OrganisationId,
  organisations: ReadonlyMap<OrganisationId, Organisation>,
): Organisation[] => {
  const chain: Organisation[] = [];
  for (let next = organisations.get(id); next !== undefined && !chain.includes(next);) {
    chain.push(next);
    next = next.parentId === undefined ? undefined : organisations.get(next.parentId);
  }
  return chain;
};

/**
 * Those who may see an organisation: its own people, the people below it (who see the chain upwards), the reseller above
 * it, and everybody at the distributor.
 */
export const audienceOfOrganisation = (
  id: OrganisationId,
  people: readonly Person[],
  organisations: ReadonlyMap<OrganisationId, Organisation>,
): PersonId[] => {
  const above = new Set(chainOf(id, organisations).map((organisation) => organisation.id));
  const sees = (person: Person): boolean =>
    above.has(person.organisationId) ||
    chainOf(person.organisationId, organisations).some((organisation) => organisation.id === id);
  return people.filter((person) => person.isActive && sees(person)).map((person) => person.id);
};
