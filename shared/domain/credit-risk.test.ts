import { describe, expect, it } from "vitest";

import {
  settingsOf,
  customer,
  distributor,
  groupId,
  seller,
} from "#shared/engine/planning/credit-risk/testing/settings.ts";

import { creditRiskSettingsSchema, groupNameKey } from "./credit-risk.ts";
import { money } from "./money.ts";

const settings = settingsOf(distributor, { members: [{ organisation: seller }] });
const [standard] = settings.groups;
const [member] = settings.members;

const pathsOf = (value: unknown) =>
  creditRiskSettingsSchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));

describe("the credit risk settings of an owner, as they are read", () => {
  it("are accepted when they are consistent", () => {
    expect(pathsOf(settings)).toBeUndefined();
    expect(pathsOf({ ...settings, primaryGroupId: "standard" })).toBeUndefined();
  });

  it("A38 name a group as the primary one, or none", () => {
    expect(pathsOf({ ...settings, primaryGroupId: "none" })).toEqual(["primaryGroupId"]);
  });

  it("A40 give every group a name of its own", () => {
    const twin = { ...standard, id: groupId("twin"), name: " STANDARD " };
    expect(pathsOf({ ...settings, groups: [standard, twin] })).toEqual(["groups.1.name"]);
    expect(pathsOf({ ...settings, groups: [{ ...standard, name: " " }] })).toEqual(["groups.0.name"]);
    expect(groupNameKey(" Mu\u0308ller ")).toBe(groupNameKey("M\u00FCLLER"));
  });

  it("contain each group, and each policy of a group, once", () => {
    expect(pathsOf({ ...settings, groups: [standard, { ...standard, name: "Other" }] })).toEqual(["groups.1.id"]);
    const policies = [...standard!.policies, ...standard!.policies];
    expect(pathsOf({ ...settings, groups: [{ ...standard, policies }] })).toEqual(["groups.0.policies.1.id"]);
  });

  it("A59 have each organisation in one group, which exists, and never the owner", () => {
    expect(pathsOf({ ...settings, members: [member, member] })).toEqual(["members.1.organisation"]);
    expect(pathsOf({ ...settings, members: [{ ...member, groupId: "none" }] })).toEqual(["members.0.groupId"]);
    expect(pathsOf({ ...settings, members: [{ ...member, organisation: distributor }] })).toEqual([
      "members.0.organisation",
    ]);
  });

  it("A64 A82 name the field that is wrong: no offers, a negative limit", () => {
    const scope = { level: "offers", vendor: "Adobe", offers: [] };
    const policies = [{ ...standard!.policies[0], scope }];
    expect(pathsOf({ ...settings, groups: [{ ...standard, policies }] })).toEqual(["groups.0.policies.0.scope.offers"]);
    const limited = (minor: number) => ({
      ...settings,
      members: [{ organisation: customer, groupId: "standard", limit: money(minor, "EUR") }],
    });
    expect(pathsOf(limited(-1))).toEqual(["members.0.limit"]);
    expect(pathsOf(limited(0))).toBeUndefined();
  });
});
