import type { IntakeParty, ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { IdSource, OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, malformedProblem } from "#server/foundation/http/problem.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { Parties } from "#server/records/orders/parties.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import {
  addOrganisation,
  addPerson,
  allOrganisations,
  findOrganisation,
  findPerson,
  lockMembers,
} from "#server/records/people/members.ts";
import { isInReach } from "#server/records/rights/reach.ts";
import { chainOf } from "#server/records/visibility/audience.ts";

/** What is found, and what had to be added for it. */
interface Found<Party> {
  readonly party: Party;
  readonly changes: readonly DocumentChange[];
}

const found = <Party>(party: Party): Found<Party> => ({ party, changes: [] });

export interface PartySearch {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly ids: IdSource;
  readonly sender: OrderSender;
}

const notAllowed = (): HttpProblem => new HttpProblem(403, "not-allowed");

/** The party as it is known, or added under `parentId` where it came with a name and the sender may add it. */
const obtainOrganisation = async (
  { tx, tenantId, ids, sender }: PartySearch,
  { externalId, name, country }: IntakeParty,
  { kind, parentId }: { kind: "reseller" | "customer"; parentId: OrganisationId | undefined },
): Promise<Found<Organisation>> => {
  const known = await findOrganisation(tx, tenantId, externalId);
  if (known !== undefined) return found(known);
  if (sender.reach !== "network" && sender.reach !== "chain") throw notAllowed();
  if (name === undefined) throw new HttpProblem(422, "organisation-unknown", { externalId });
  await lockMembers(tx, tenantId);
  const meanwhile = await findOrganisation(tx, tenantId, externalId);
  if (meanwhile !== undefined) return found(meanwhile);
  const organisation: Organisation = {
    id: organisationIdSchema.parse(ids.next()),
    name,
    kind,
    externalId,
    ...(parentId === undefined ? {} : { parentId }),
    ...(country === undefined ? {} : { country }),
  };
  return { party: organisation, changes: await addOrganisation(tx, tenantId, organisation) };
};

/** The reseller that the request names: any for the distributor, itself for a reseller, one's own for a customer. */
const obtainReseller = async (
  search: PartySearch,
  named: IntakeParty | undefined,
  distributor: Organisation | undefined,
): Promise<Found<Organisation | undefined>> => {
  if (named === undefined) return found(undefined);
  const { reach, organisation: own } = search.sender;
  if (reach === "chain" && named.externalId !== own.externalId) throw notAllowed();
  const reseller = await obtainOrganisation(search, named, { kind: "reseller", parentId: distributor?.id });
  const isOwnChain = reach === "network" || reach === "chain" || reseller.party.id === own.parentId;
  if (!isOwnChain) throw notAllowed();
  if (reseller.party.kind !== "reseller")
    throw malformedProblem([{ path: "reseller.externalId", code: "not-a-reseller" }], 422);
  return reseller;
};

const obtainCustomer = async (
  search: PartySearch,
  named: IntakeParty,
  parentId: OrganisationId | undefined,
): Promise<Found<Organisation>> => {
  const customer = await obtainOrganisation(search, named, { kind: "customer", parentId });
  if (!isInReach(customer.party, search.sender)) throw notAllowed();
  return customer;
};

const isAcceptable = async ({ tx, tenantId, sender }: PartySearch, requester: Person): Promise<boolean> => {
  if (!requester.isActive) return false;
  if (sender.reach === "self") return requester.id === sender.person.id;
  const organisation = (await allOrganisations(tx, tenantId)).get(requester.organisationId);
  return organisation !== undefined && isInReach(organisation, sender);
};

/**
 * The person who places the order. An address of somebody out of the sender's reach is as unknown as any other, so that
 * nobody learns whose addresses exist.
 */
const obtainRequester = async (
  search: PartySearch,
  { email, name }: ParsedOrderRequest["requester"],
  customer: Organisation,
): Promise<Found<Person>> => {
  const { tx, tenantId, ids, sender } = search;
  const unknown = new HttpProblem(422, "person-unknown", { email });
  const accept = async (person: Person): Promise<Found<Person>> => {
    if (await isAcceptable(search, person)) return found(person);
    throw unknown;
  };
  const known = await findPerson(tx, tenantId, email);
  if (known !== undefined) return accept(known);
  if (sender.reach === "self") throw unknown;
  await lockMembers(tx, tenantId);
  const meanwhile = await findPerson(tx, tenantId, email);
  if (meanwhile !== undefined) return accept(meanwhile);
  const person: Person = {
    id: personIdSchema.parse(ids.next()),
    email,
    name: name ?? email.slice(0, 200),
    organisationId: customer.id,
    roles: ["requester"],
    isActive: true,
  };
  return { party: person, changes: await addPerson(tx, tenantId, person) };
};

/**
 * The companies and the requester of an order; those that are not known yet are added where the sender may do that.
 * @throws HttpProblem for parties that are unknown, or out of the sender's reach.
 */
export const obtainParties = async (search: PartySearch, request: ParsedOrderRequest): Promise<Found<Parties>> => {
  const { tx, tenantId, sender } = search;
  const organisations = await allOrganisations(tx, tenantId);
  const distributor = chainOf(sender.organisation.id, organisations).find(({ kind }) => kind === "distributor");
  const reseller = await obtainReseller(search, request.reseller, distributor);
  const seller = reseller.party ?? (sender.reach === "chain" ? sender.organisation : distributor);
  const customer = await obtainCustomer(search, request.customer, seller?.id);
  const requester = await obtainRequester(search, request.requester, customer.party);
  const parent = customer.party.parentId === undefined ? undefined : organisations.get(customer.party.parentId);
  return {
    party: {
      requester: requester.party,
      customer: customer.party,
      reseller: reseller.party ?? (parent?.kind === "reseller" ? parent : undefined),
      distributor,
    },
    changes: [...reseller.changes, ...customer.changes, ...requester.changes],
  };
};
