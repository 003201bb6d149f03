import { describe, expect, it } from "vitest";

import { ada, at, bruno } from "#shared/testing/fixtures/approval.ts";

import { createGroup, deleteGroup, groupRows, renameGroup, setPrimaryGroup, unsetPrimaryGroup } from "./groups.ts";
import { assignNewcomer } from "./membership.ts";
import { customer, distributor, done, edit, groupId, seller, settingsOf, stranger } from "./testing/settings.ts";

const standard = groupId("standard");
const strict = groupId("strict");
const one = settingsOf(distributor, { members: [{ organisation: seller }, { organisation: customer }] });
const two = done(createGroup(one, { id: strict, name: "Strict" }, edit)).settings;
const withPrimary = done(setPrimaryGroup(two, standard, edit)).settings;
const codes = (warnings: readonly { readonly code: string }[]) => warnings.map(({ code }) => code);

describe("credit risk groups of an owner", () => {
  it("A40 a group needs a name, without spaces around it", () => {
    expect(createGroup(one, { id: strict, name: "  " }, edit)).toMatchObject({
      error: { code: "group-name-required" },
    });
    expect(done(createGroup(one, { id: strict, name: " Strict " }, edit)).settings.groups[1]?.name).toBe("Strict");
  });

  it("A40 a name has at most 200 characters", () => {
    expect(createGroup(one, { id: strict, name: "x".repeat(201) }, edit)).toMatchObject({
      error: { code: "group-name-too-long", args: { max: 200, actual: 201 } },
    });
    expect(createGroup(one, { id: strict, name: "x".repeat(200) }, edit).ok).toBe(true);
  });

  it.each(["Standard", " standard ", "STANDARD"])("A40 no second group of the owner is named %j", (name) => {
    expect(createGroup(one, { id: strict, name }, edit)).toMatchObject({
      error: { code: "group-name-taken", args: { name: "Standard" } },
    });
    expect(renameGroup(two, strict, name, edit)).toMatchObject({ error: { code: "group-name-taken" } });
  });

  it("A40 two owners may use the same name", () => {
    expect(settingsOf(seller).groups[0]?.name).toBe(settingsOf(distributor).groups[0]?.name);
    expect(createGroup(settingsOf(seller), { id: strict, name: "Strict" }, edit).ok).toBe(true);
  });

  it("A40 a group may be renamed, even to its own name in different case", () => {
    expect(done(renameGroup(two, strict, " STRICT ", edit)).settings.groups[1]?.name).toBe("STRICT");
    expect(renameGroup(two, strict, "", edit)).toMatchObject({ error: { code: "group-name-required" } });
    expect(renameGroup(two, groupId("none"), "X", edit)).toMatchObject({ error: { code: "group-unknown" } });
  });

  it("refuses to create the same group twice", () => {
    expect(createGroup(two, { id: standard, name: "Other" }, edit)).toMatchObject({ error: { code: "group-exists" } });
  });

  it("A38 a new group is not primary, and making another one primary moves the flag in one step", () => {
    expect(groupRows(two).map(({ isPrimary }) => isPrimary)).toEqual([false, false]);
    expect(groupRows(withPrimary).map(({ isPrimary }) => isPrimary)).toEqual([true, false]);
    const moved = done(setPrimaryGroup(withPrimary, strict, edit)).settings;
    expect(groupRows(moved).map(({ isPrimary }) => isPrimary)).toEqual([false, true]);
  });

  it("A91 making a group primary warns that new organisations go there", () => {
    expect(done(setPrimaryGroup(withPrimary, strict, edit)).warnings).toEqual([
      { code: "becomes-default-group", args: { group: "Strict" } },
    ]);
  });

  it("A91 making the primary group primary again changes nothing and warns of nothing", () => {
    expect(done(setPrimaryGroup(withPrimary, standard, edit))).toEqual({ settings: withPrimary, warnings: [] });
    expect(setPrimaryGroup(two, groupId("none"), edit)).toMatchObject({ error: { code: "group-unknown" } });
  });

  it("A92 taking the flag away warns that the default stops, and keeps the members", () => {
    const { settings, warnings } = done(unsetPrimaryGroup(withPrimary, standard, edit));
    expect(warnings).toEqual([{ code: "default-group-stops", args: { group: "Standard" } }]);
    expect(settings.members).toEqual(withPrimary.members);
    expect("primaryGroupId" in settings).toBe(false);
    expect(assignNewcomer(settings, { organisation: stranger, lifeCycle: "active" }, edit)).toBe(settings);
  });

  it("A92 taking the flag away from a group that does not have it changes nothing", () => {
    expect(done(unsetPrimaryGroup(withPrimary, strict, edit))).toEqual({ settings: withPrimary, warnings: [] });
    expect(unsetPrimaryGroup(two, groupId("none"), edit)).toMatchObject({ error: { code: "group-unknown" } });
  });

  it("A92 deleting the primary group warns that its organisations become unassigned and the default stops", () => {
    const { settings, warnings } = done(deleteGroup(withPrimary, standard));
    expect(warnings).toEqual([
      { code: "members-unassigned", args: { group: "Standard", organisations: 2 } },
      { code: "default-group-stops", args: { group: "Standard" } },
    ]);
    expect(settings.members).toEqual([]);
    expect(settings.groups.map(({ id }) => id)).toEqual([strict]);
    expect("primaryGroupId" in settings).toBe(false);
  });

  it("A92 deleting another group leaves the primary one, and warns only of members it has", () => {
    const emptyGone = done(deleteGroup(withPrimary, strict));
    expect(emptyGone.warnings).toEqual([]);
    expect(emptyGone.settings.primaryGroupId).toBe(standard);
    expect(emptyGone.settings.members).toEqual(withPrimary.members);
    const strictIsPrimary = done(setPrimaryGroup(two, strict, edit)).settings;
    expect(codes(done(deleteGroup(strictIsPrimary, standard)).warnings)).toEqual(["members-unassigned"]);
    expect(deleteGroup(two, groupId("none"))).toMatchObject({ error: { code: "group-unknown" } });
  });

  it("A33 A34 A37 the table shows name, number of organisations and whether the group is primary", () => {
    expect(groupRows(withPrimary)).toMatchObject([
      { id: standard, name: "Standard", organisations: 2, isPrimary: true },
      { id: strict, name: "Strict", organisations: 0, isPrimary: false },
    ]);
  });

  it("A35 A36 the table shows who changed a group last and when, for both groups when the flag moves", () => {
    const later = { at: at(200), by: bruno };
    const renamed = done(renameGroup(two, strict, "Strictest", later)).settings;
    expect(groupRows(renamed)).toMatchObject([
      { updatedAt: at(0), updatedBy: ada },
      { updatedAt: at(200), updatedBy: bruno },
    ]);
    const moved = done(setPrimaryGroup(withPrimary, strict, later)).settings;
    expect(groupRows(moved).map(({ updatedAt }) => updatedAt)).toEqual([at(200), at(200)]);
    const unset = done(unsetPrimaryGroup(withPrimary, standard, later)).settings;
    expect(groupRows(unset).map(({ updatedBy }) => updatedBy)).toEqual([bruno, ada]);
  });

  it("A04 A03 while the feature is off nothing can be changed", () => {
    const off = { ...withPrimary, isEnabled: false };
    const refused = { ok: false, error: { code: "credit-risk-not-enabled", args: { organisation: "Distributor A" } } };
    expect(createGroup(off, { id: groupId("x"), name: "X" }, edit)).toEqual(refused);
    expect(renameGroup(off, strict, "X", edit)).toEqual(refused);
    expect(deleteGroup(off, strict)).toEqual(refused);
    expect(setPrimaryGroup(off, strict, edit)).toEqual(refused);
    expect(unsetPrimaryGroup(off, standard, edit)).toEqual(refused);
  });
});
