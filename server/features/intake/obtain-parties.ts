import type { IntakeParty, ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { IdSource, OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
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
import { may } from "#server/records/rights/may.ts";
import { chainOf } from "#server/records/visibility/audience.ts";

/** A party, and the documents that had to be added for it. */
interface Found<Party> {
  readonly party: Party;
  readonly changes: readonly DocumentChange[];
}

type Search<Party> = Promise<Result<Found<Party>, RequestRefusal>>;

const found = <Party>(party: Party): Result<Found<Party>, never> => ok({ party, changes: [] });

export interface PartySearch {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly ids: IdSource;
  readonly sender: OrderSender;
}

/** The known party, or one added under `parentId` if the request names it and the sender may add it. */
const obtainOrganisation = async (
  { tx, tenantId, ids, sender: { person, organisation: own } }: PartySearch,
  { externalId, name, country }: IntakeParty,
  { kind, parentId }: { kind: "reseller" | "customer"; parentId: OrganisationId | undefined },
): Search<Organisation> => {
  const known = await findOrganisation(tx, tenantId, externalId);
  if (known !== undefined) return found(known);
  if (!may(person, "add-company", { own, kind })) return refuse("not-allowed");
  if (name === undefined) return refuse("organisation-unknown", { externalId });
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
  return ok({ party: organisation, changes: await addOrganisation(tx, tenantId, organisation) });
};

/** The reseller that the request names, if the sender may order through it. */
const obtainReseller = async (
  search: PartySearch,
  named: IntakeParty | undefined,
  distributor: Organisation | undefined,
): Search<Organisation | undefined> => {
  if (named === undefined) return found(undefined);
  const { person, organisation: own } = search.sender;
  const reseller = await obtainOrganisation(search, named, { kind: "reseller", parentId: distributor?.id });
  if (!reseller.ok) return reseller;
  const { party } = reseller.value;
  if (!may(person, "order-through", { own, reseller: party })) return refuse("not-allowed");
  return party.kind === "reseller" ? reseller : malformed([{ path: "reseller.externalId", code: "not-a-reseller" }]);
};

const obtainCustomer = async (
  search: PartySearch,
  named: IntakeParty,
  parentId: OrganisationId | undefined,
): Search<Organisation> => {
  const customer = await obtainOrganisation(search, named, { kind: "customer", parentId });
  if (!customer.ok) return customer;
  const { person, organisation: own } = search.sender;
  return may(person, "order-for-company", { own, company: customer.value.party }) ? customer : refuse("not-allowed");
};

const isAcceptable = async ({ tx, tenantId, sender }: PartySearch, requester: Person): Promise<boolean> => {
  if (!requester.isActive) return false;
  const { person, organisation: own } = sender;
  const company = (await allOrganisations(tx, tenantId)).get(requester.organisationId);
  return company !== undefined && may(person, "order-for-person", { own, company, personId: requester.id });
};

/**
 * The person who places the order. The address of somebody whom the sender may not see is treated as unknown, so that
 * nobody learns which addresses exist.
 */
const obtainRequester = async (
  search: PartySearch,
  { email, name }: ParsedOrderRequest["requester"],
  customer: Organisation,
): Search<Person> => {
  const { tx, tenantId, ids, sender } = search;
  const unknown = refuse("person-unknown", { email });
  const accept = async (person: Person) => ((await isAcceptable(search, person)) ? found(person) : unknown);
  const known = await findPerson(tx, tenantId, email);
  if (known !== undefined) return accept(known);
  if (!may(sender.person, "add-requester", { own: sender.organisation })) return unknown;
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
  return ok({ party: person, changes: await addPerson(tx, tenantId, person) });
};

/**
 * The companies and the requester of an order; unknown ones are added if the sender may add them. Refused otherwise, and
 * for parties that the sender may not order for.
 */
export const obtainParties = async (search: PartySearch, request: ParsedOrderRequest): Search<Parties> => {
  const { tx, tenantId } = search;
  const { organisation: own } = search.sender;
  const organisations = await allOrganisations(tx, tenantId);
  const distributor = chainOf(own.id, organisations).find(({ kind }) => kind === "distributor");
  const reseller = await obtainReseller(search, request.reseller, distributor);
  if (!reseller.ok) return reseller;
  const seller = reseller.value.party ?? (own.kind === "reseller" ? own : distributor);
  const customer = await obtainCustomer(search, request.customer, seller?.id);
  if (!customer.ok) return customer;
  const { parentId } = customer.value.party;
  const requester = await obtainRequester(search, request.requester, customer.value.party);
  if (!requester.ok) return requester;
  const parent = parentId === undefined ? undefined : organisations.get(parentId);
  return ok({
    party: {
      requester: requester.value.party,
      customer: customer.value.party,
      reseller: reseller.value.party ?? (parent?.kind === "reseller" ? parent : undefined),
      distributor,
    },
    changes: [...reseller.value.changes, ...customer.value.changes, ...requester.value.changes],
  });
};
