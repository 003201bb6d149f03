import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";

import { organisations } from "./organisations.ts";

const {
  lanternfish,
  copperleaf,
  tidewind,
  saffronGate,
  marigold,
  pinecone,
  blueheron,
  thistledown,
  quokka,
  juniper,
  duneLantern,
  oliveCourt,
  hoshizora,
  wrenWalnut,
  glacierFern,
} = organisations;

/** The mailboxes of `org-olive-court` are at `olive-court.example`: RFC 2606 reserves `.example`. */
const domainOf = ({ id }: Organisation): string => `${id.replace("org-", "")}.example`;

/** The first role is the one shown for the person on the start page. */
const person = (name: string, organisation: Organisation, ...roles: [Role, ...Role[]]): Person => {
  const words = name.toLowerCase().split(" ");
  return {
    id: personIdSchema.parse(`person-${words.join("-")}`),
    email: `${words.join(".")}@${domainOf(organisation)}`,
    name,
    organisationId: organisation.id,
    roles,
    isActive: true,
  };
};

/** The people of the fictional network. */
export const people = {
  marlow: person("Marlow Finch", lanternfish, "distributor"),
  odette: person("Odette Rivers", lanternfish, "distributor"),
  pim: person("Pim Sandoval", lanternfish, "admin"),

  freya: person("Freya Hollis", copperleaf, "reseller"),
  rosalind: person("Rosalind Quay", tidewind, "reseller"),
  duncan: person("Duncan Skerry", tidewind, "reseller"),
  layla: person("Layla Haddad", saffronGate, "reseller"),

  ada: person("Ada Winterbourne", marigold, "approver"),
  bruno: person("Bruno Castellan", marigold, "approver", "requester"),
  theo: person("Theo Crumb", marigold, "cost-centre-manager"),
  nora: person("Nora Butterfield", marigold, "cost-centre-manager"),
  isolde: person("Isolde Fairweather", marigold, "account-manager"),
  lena: person("Lena Poppy", marigold, "requester"),
  otis: person("Otis Rye", marigold, "requester"),
  magnus: person("Magnus Thorne", marigold, "admin"),

  wilhelmina: person("Wilhelmina Page", pinecone, "approver"),
  jasper: person("Jasper Inkwell", pinecone, "approver"),
  celia: person("Celia Margin", pinecone, "authorizer"),
  felix: person("Felix Quire", pinecone, "authorizer"),
  agnes: person("Agnes Folio", pinecone, "account-manager"),
  clement: person("Clement Woodcut", pinecone, "cost-centre-manager"),
  toby: person("Toby Serif", pinecone, "requester"),
  ida: person("Ida Galley", pinecone, "requester"),

  gwen: person("Gwen Harbour", blueheron, "approver"),
  silas: person("Silas Mooring", blueheron, "approver"),
  petra: person("Petra Lighthouse", blueheron, "approver"),
  rory: person("Rory Keel", blueheron, "cost-centre-manager"),
  una: person("Una Spray", blueheron, "requester"),

  beatrix: person("Beatrix Curtain", thistledown, "approver"),
  hugo: person("Hugo Limelight", thistledown, "requester"),

  matilda: person("Matilda Banks", quokka, "authorizer"),
  jack: person("Jack Wattle", quokka, "authorizer"),
  ruby: person("Ruby Fernsby", quokka, "authorizer"),
  arlo: person("Arlo Billabong", quokka, "account-manager", "authorizer"),
  skye: person("Skye Jarrah", quokka, "requester"),
  banjo: person("Banjo Mallee", quokka, "requester"),

  ivo: person("Ivo Sleeper", juniper, "requester"),

  salma: person("Salma Noor", duneLantern, "approver"),
  karim: person("Karim Waha", duneLantern, "approver"),
  yusuf: person("Yusuf Zaman", duneLantern, "requester"),

  mariam: person("Mariam Zaytoun", oliveCourt, "account-manager"),
  nadia: person("Nadia Rayhan", oliveCourt, "cost-centre-manager"),
  samir: person("Samir Basil", oliveCourt, "requester"),

  haruka: person("Haruka Hoshino", hoshizora, "approver"),
  aoi: person("Aoi Tsukino", hoshizora, "requester"),

  urs: person("Urs Birch", wrenWalnut, "authorizer"),
  lotte: person("Lotte Ahorn", wrenWalnut, "requester"),

  saga: person("Saga Frost", glacierFern, "approver", "requester"),
  nils: person("Nils Bergfern", glacierFern, "approver"),
} as const satisfies Record<string, Person>;

/** The people offered on the start page, those who decide first; each role at least once. */
export const featuredPeople: readonly Person[] = [
  people.ada,
  people.bruno,
  people.theo,
  people.isolde,
  people.matilda,
  people.jack,
  people.rosalind,
  people.marlow,
  people.wilhelmina,
  people.clement,
  people.gwen,
  people.salma,
  people.saga,
  people.lena,
  people.magnus,
];
