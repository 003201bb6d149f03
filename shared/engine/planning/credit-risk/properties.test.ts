import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { CreditRiskSettings } from "#shared/domain/credit-risk.ts";
import { creditRiskSettingsSchema, lifeCycleSchema } from "#shared/domain/credit-risk.ts";
import { money } from "#shared/domain/money.ts";

import type { Changed } from "./change.ts";
import { createGroup, deleteGroup, groupRows, renameGroup, setPrimaryGroup, unsetPrimaryGroup } from "./groups.ts";
import { addMember, assignNewcomer, moveMember, removeMember, setMemberLimit } from "./membership.ts";
import { addCreditRiskPolicy, removeCreditRiskPolicy } from "./policies.ts";
import { creditRiskRefusalCodes } from "./refusals.ts";
import { customer, distributor, edit, groupId, policyId, seller, settingsOf, stranger } from "./testing/settings.ts";

const group = fc.constantFrom("standard", "two", "three", "none").map(groupId);
const name = fc.oneof(fc.constantFrom("Standard", "strict", "STRICT", "", " Gold "), fc.string());
const company = fc.constantFrom(distributor, seller, customer, stranger);
const lifeCycle = fc.constantFrom(...lifeCycleSchema.options);
const policy = fc.constantFrom("policy-1", "policy-2").map(policyId);
const limit = fc.integer({ min: -2, max: 9 }).map((minor) => money(minor, "EUR"));

type Step = (settings: CreditRiskSettings) => Changed;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(group, name).map(
    ([id, name]): Step =>
      (now) =>
        createGroup(now, { id, name }, edit),
  ),
  fc.tuple(group, name).map(
    ([id, name]): Step =>
      (now) =>
        renameGroup(now, id, name, edit),
  ),
  group.map(
    (id): Step =>
      (now) =>
        deleteGroup(now, id),
  ),
  group.map(
    (id): Step =>
      (now) =>
        setPrimaryGroup(now, id, edit),
  ),
  group.map(
    (id): Step =>
      (now) =>
        unsetPrimaryGroup(now, id, edit),
  ),
  fc.tuple(group, company, lifeCycle, limit).map(
    ([id, organisation, lifeCycle, limit]): Step =>
      (now) =>
        addMember(now, id, { organisation, lifeCycle, limit }, edit),
  ),
  fc.tuple(company, lifeCycle).map(([organisation, lifeCycle]): Step => (now) => ({
    ok: true,
    value: { settings: assignNewcomer(now, { organisation, lifeCycle }, edit), warnings: [] },
  })),
  fc.tuple(company, group).map(
    ([organisation, id]): Step =>
      (now) =>
        moveMember(now, organisation, id, edit),
  ),
  company.map(
    (organisation): Step =>
      (now) =>
        removeMember(now, organisation, edit),
  ),
  fc.tuple(company, limit).map(
    ([organisation, limit]): Step =>
      (now) =>
        setMemberLimit(now, organisation, limit, edit),
  ),
  fc.tuple(group, policy).map(
    ([id, policy]): Step =>
      (now) =>
        addCreditRiskPolicy(now, id, { id: policy, scope: { level: "all-vendors" } }, edit),
  ),
  fc.tuple(group, policy).map(
    ([id, policy]): Step =>
      (now) =>
        removeCreditRiskPolicy(now, id, policy, edit),
  ),
);

/** The settings after each change, refused ones left out; every refusal must be from the closed list. */
const way = (steps: readonly Step[]): CreditRiskSettings[] => {
  const all = [settingsOf(distributor)];
  for (const each of steps) {
    const changed = each(all.at(-1)!);
    if (changed.ok) all.push(changed.value.settings);
    else expect(creditRiskRefusalCodes).toContain(changed.error.code);
  }
  return all;
};

describe("whatever is done to credit risk groups", () => {
  it("A38 there is at most one primary group, and it exists", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const settings of way(steps)) {
          const primary = groupRows(settings).filter(({ isPrimary }) => isPrimary);
          expect(primary).toHaveLength(settings.primaryGroupId === undefined ? 0 : 1);
        }
      }),
    );
  });

  it("A59 an organisation is in at most one group of the owner, and that group exists", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const { members, groups } of way(steps)) {
          expect(new Set(members.map(({ organisation }) => organisation.organisationId)).size).toBe(members.length);
          expect(members.every(({ groupId }) => groups.some(({ id }) => id === groupId))).toBe(true);
        }
      }),
    );
  });

  it("A40 the settings can always be stored: names are given and unique, limits are not negative", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const settings of way(steps)) expect(creditRiskSettingsSchema.safeParse(settings).error).toBeUndefined();
      }),
    );
  });

  it("a change does not touch the settings before it", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), step, (steps, last) => {
        const before = way(steps).at(-1)!;
        const copy = structuredClone(before);
        last(before);
        expect(before).toEqual(copy);
      }),
    );
  });
});
