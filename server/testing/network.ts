import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema, personIdSchema, policyIdSchema } from "@countersign/shared/domain/ids.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { NetworkSeed } from "#server/demo/seed.ts";
import type { Database } from "#server/foundation/db/database.ts";

const organisationId = (key: string): OrganisationId => organisationIdSchema.parse(`org-${key}`);

const organisation = (key: string, kind: Organisation["kind"], parent?: string): Organisation => ({
  id: organisationId(key),
  name: `The ${key}`,
  kind,
  externalId: key,
  ...(parent === undefined ? {} : { parentId: organisationId(parent) }),
});

const organisations = [
  organisation("hub", "distributor"),
  organisation("north", "reseller", "hub"),
  organisation("south", "reseller", "hub"),
  organisation("bakery", "customer", "north"),
  organisation("press", "customer", "south"),
  organisation("museum", "customer", "hub"),
  organisation("mill", "vendor", "hub"),
  organisation("forge", "vendor", "hub"),
];

const person = (key: string, organisation: string, ...roles: Role[]): Person => ({
  id: personIdSchema.parse(`person-${key}`),
  email: `${key}@${organisation}.example`,
  name: key,
  organisationId: organisationId(organisation),
  roles,
  isActive: true,
});

const people = {
  dora: person("dora", "hub", "distributor"),
  nick: person("nick", "north", "reseller"),
  sven: person("sven", "south", "reseller"),
  amy: person("amy", "bakery", "approver"),
  ben: person("ben", "bakery", "approver"),
  carl: person("carl", "bakery", "requester"),
  cora: person("cora", "bakery", "requester"),
  mona: person("mona", "bakery", "cost-centre-manager"),
  alma: person("alma", "bakery", "admin"),
  paul: person("paul", "press", "approver"),
  pia: person("pia", "press", "requester"),
  vera: person("vera", "mill", "approver"),
  vito: person("vito", "forge", "admin"),
  gone: { ...person("gone", "bakery", "approver"), isActive: false },
} as const;

export type TestPerson = keyof typeof people;

export const emailOf = (name: TestPerson): string => people[name].email;
export const idOf = (name: TestPerson): PersonId => people[name].id;

const policy = (organisation: string, rules: ApprovalPolicy["rules"]): ApprovalPolicy => ({
  id: policyIdSchema.parse(`policy-${organisation}`),
  version: 1,
  organisationId: organisationId(organisation),
  ...defaultPolicySettings,
  rules,
});

const approvers = [people.amy, people.ben].map(referenceTo);

const policies = [
  // The bakery: its cost centre first, then one of two approvers for everything over 100 euros.
  policy("bakery", [
    {
      condition: { when: "cost-centre", costCentreId: "flour" },
      role: "cost-centre-manager",
      requirement: { mode: "any" },
      candidates: [referenceTo(people.mona)],
    },
    {
      condition: { when: "spending-limit-exceeded", limit: money(10_000, "EUR") },
      role: "approver",
      requirement: { mode: "any" },
      candidates: approvers,
    },
  ]),
  // The press has no approvers left.
  policy("press", [
    { condition: { when: "every-order" }, role: "approver", requirement: { mode: "any" }, candidates: [] },
  ]),
  policy("hub", [
    {
      condition: { when: "every-order" },
      role: "distributor",
      requirement: { mode: "any" },
      candidates: [referenceTo(people.dora)],
    },
  ]),
];

/** A small network for tests: one distributor, two resellers, three customers, no orders. */
export const testNetwork: NetworkSeed = {
  tenant: { id: "tenant-test", name: "Test network" },
  organisations,
  people: Object.values(people),
  policies,
  defaultPolicyId: policyIdSchema.parse("policy-hub"),
  settings: [],
  featured: [people.amy, people.ben],
  orders: () => [],
};

/** Gives these people the rights of an administrator, besides their own. */
export const makeAdmins = async (db: Database, ...names: readonly TestPerson[]): Promise<void> => {
  for (const name of names) {
    const person = people[name];
    const document = JSON.stringify({ ...person, roles: [...person.roles, "admin"] });
    await db.updateTable("people").set({ document }).where("id", "=", person.id).execute();
  }
};
