import { describe, expect, it } from "vitest";

import type { CreditRiskScope } from "#shared/domain/credit-risk.ts";

import type { ScopedLine } from "./policies.ts";
import { addCreditRiskPolicy, byControlLevel, isInScope, removeCreditRiskPolicy } from "./policies.ts";
import { distributor, done, edit, groupId, policyId, settingsOf } from "./testing/settings.ts";

const standard = groupId("standard");
const allVendors: CreditRiskScope = { level: "all-vendors" };
const ofMicrosoft: CreditRiskScope = { level: "vendor", vendor: "Microsoft" };
const twoOffers: CreditRiskScope = { level: "offers", vendor: "Microsoft", offers: ["E3", "Azure plan"] };

const policiesOf = (...scopes: CreditRiskScope[]) => settingsOf(distributor, { scopes }).groups[0]!.policies;
const line = (vendor?: string, sku?: string, product = "Thing"): ScopedLine => ({
  product,
  ...(vendor === undefined ? {} : { vendor }),
  ...(sku === undefined ? {} : { sku }),
});

describe("the policies of a credit risk group", () => {
  it("A63 all vendors: covers every line, also one without a vendor", () => {
    const policies = policiesOf(allVendors);
    expect([line("Microsoft"), line("Adobe"), line()].map((each) => isInScope(policies, each))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("A63 A65 one vendor without a list of offers: covers all its offers, and no other vendor's", () => {
    const policies = policiesOf(ofMicrosoft);
    expect(isInScope(policies, line("Microsoft", "E3"))).toBe(true);
    expect(isInScope(policies, line("Microsoft", "E5"))).toBe(true);
    expect(isInScope(policies, line("Adobe", "E3"))).toBe(false);
    expect(isInScope(policies, line())).toBe(false);
  });

  it("A64 selected offers of a vendor: covers only those, each by its SKU or, without one, by its name", () => {
    const policies = policiesOf(twoOffers);
    expect(isInScope(policies, line("Microsoft", "E3"))).toBe(true);
    expect(isInScope(policies, line("Microsoft", undefined, "Azure plan"))).toBe(true);
    expect(isInScope(policies, line("Microsoft", "E5", "Azure plan"))).toBe(false);
    expect(isInScope(policies, line("Adobe", "E3"))).toBe(false);
  });

  it("A65 several policies are alternatives, and without one nothing is in scope", () => {
    const policies = policiesOf({ level: "vendor", vendor: "Adobe" }, twoOffers);
    expect(isInScope(policies, line("Adobe"))).toBe(true);
    expect(isInScope(policies, line("Microsoft", "E3"))).toBe(true);
    expect(isInScope(policies, line("Microsoft", "E5"))).toBe(false);
    expect(isInScope([], line("Adobe"))).toBe(false);
  });

  it("A44 are sorted by control level: all vendors, one vendor, selected offers; else as they were", () => {
    const adobe: CreditRiskScope = { level: "vendor", vendor: "Adobe" };
    const sorted = byControlLevel(policiesOf(twoOffers, ofMicrosoft, allVendors, adobe));
    expect(sorted.map(({ scope }) => scope)).toEqual([allVendors, ofMicrosoft, adobe, twoOffers]);
  });

  it("A45 A46 A47 a policy is added to its group with its vendor, its offers and its date", () => {
    const settings = settingsOf(distributor, { scopes: [allVendors] });
    const policy = { id: policyId("policy-9"), scope: twoOffers };
    const added = done(addCreditRiskPolicy(settings, standard, policy, edit)).settings;
    expect(added.groups[0]).toMatchObject({ updatedAt: edit.at, updatedBy: edit.by });
    expect(added.groups[0]?.policies[1]).toEqual({ ...policy, createdAt: edit.at });
    expect(addCreditRiskPolicy(added, standard, policy, edit)).toMatchObject({
      error: { code: "scope-policy-exists" },
    });
    expect(addCreditRiskPolicy(added, groupId("none"), policy, edit)).toMatchObject({
      error: { code: "group-unknown" },
    });
  });

  it("a policy can be removed, the others stay", () => {
    const settings = settingsOf(distributor, { scopes: [allVendors, twoOffers] });
    const left = done(removeCreditRiskPolicy(settings, standard, policyId("policy-1"), edit)).settings;
    expect(left.groups[0]?.policies.map(({ id }) => id)).toEqual(["policy-2"]);
    expect(left.groups[0]).toMatchObject({ updatedAt: edit.at, updatedBy: edit.by });
    expect(removeCreditRiskPolicy(left, standard, policyId("policy-1"), edit)).toMatchObject({
      error: { code: "scope-policy-unknown" },
    });
    expect(removeCreditRiskPolicy(left, groupId("none"), policyId("policy-1"), edit)).toMatchObject({
      error: { code: "group-unknown" },
    });
  });
});
