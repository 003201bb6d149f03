import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation, OrganisationReference } from "@countersign/shared/domain/organisation.ts";

const organisation = (
  key: string,
  name: string,
  kind: Organisation["kind"],
  country: string,
  externalId: string,
  parent?: Organisation,
): Organisation => ({
  id: organisationIdSchema.parse(`org-${key}`),
  name,
  kind,
  country,
  externalId,
  ...(parent === undefined ? {} : { parentId: parent.id }),
});

const lanternfish = organisation("lanternfish", "Lanternfish Distribution", "distributor", "NL", "10000");
const copperleaf = organisation("copperleaf", "Copperleaf Systems", "reseller", "DE", "20001", lanternfish);
const tidewind = organisation("tidewind", "Tidewind IT", "reseller", "GB", "20002", lanternfish);
const saffronGate = organisation("saffron-gate", "Saffron Gate Computing", "reseller", "KW", "20003", lanternfish);

/** The companies of the fictional network. A customer directly under the distributor uses the direct model. */
export const organisations = {
  lanternfish,
  copperleaf,
  tidewind,
  saffronGate,
  marigold: organisation("marigold", "Marigold Bakeries", "customer", "DE", "30001", copperleaf),
  pinecone: organisation("pinecone", "Pinecone Press", "customer", "DE", "30002", copperleaf),
  blueheron: organisation("blueheron", "Blueheron Ferries", "customer", "GB", "30003", tidewind),
  thistledown: organisation("thistledown", "Thistledown Theatre", "customer", "GB", "30004", tidewind),
  quokka: organisation("quokka", "Quokka Outfitters", "customer", "US", "30005", tidewind),
  juniper: organisation("juniper-rail", "Juniper Rail", "customer", "GB", "30011", tidewind),
  duneLantern: organisation("dune-lantern", "Dune Lantern Hotels", "customer", "KW", "30006", saffronGate),
  oliveCourt: organisation("olive-court", "Olive Court Clinics", "customer", "AE", "30007", saffronGate),
  hoshizora: organisation("hoshizora", "Hoshizora Observatory", "customer", "JP", "30008", lanternfish),
  wrenWalnut: organisation("wren-walnut", "Wren & Walnut Furniture", "customer", "CH", "30009", lanternfish),
  glacierFern: organisation("glacier-fern", "Glacier Fern Botanics", "customer", "SE", "30010", lanternfish),
} as const satisfies Record<string, Organisation>;

const byId = new Map(Object.values(organisations).map((each) => [each.id, each]));

/** The companies above `customer`, nearest first. */
export const chainAbove = (customer: Organisation): Organisation[] => {
  const parent = customer.parentId === undefined ? undefined : byId.get(customer.parentId);
  return parent === undefined ? [] : [parent, ...chainAbove(parent)];
};

export const organisationReference = ({ id, name }: Organisation): OrganisationReference => ({
  organisationId: id,
  name,
});
