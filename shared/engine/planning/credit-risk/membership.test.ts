import { describe, expect, it } from "vitest";

import { money } from "#shared/domain/money.ts";
import { at, bruno } from "#shared/testing/fixtures/approval.ts";

import { createGroup, setPrimaryGroup } from "./groups.ts";
import {
  addMember,
  assignNewcomer,
  moveMember,
  objectionToAdding,
  removeMember,
  setMemberLimit,
  shownStatus,
} from "./membership.ts";
import { customer, distributor, done, edit, groupId, seller, settingsOf, stranger } from "./testing/settings.ts";

const standard = groupId("standard");
const strict = groupId("strict");
const base = done(createGroup(settingsOf(distributor), { id: strict, name: "Strict" }, edit)).settings;
const active = { organisation: seller, lifeCycle: "active" } as const;
const withSeller = done(addMember(base, standard, active, edit)).settings;
const limit = money(500_00, "EUR");

describe("members of a credit risk group", () => {
  it("an active organisation can be added, with or without a limit", () => {
    expect(withSeller.members).toEqual([{ organisation: seller, groupId: standard }]);
    const limited = done(addMember(base, strict, { ...active, limit }, edit)).settings;
    expect(limited.members).toEqual([{ organisation: seller, groupId: strict, limit }]);
    expect(addMember(base, groupId("none"), active, edit)).toMatchObject({ error: { code: "group-unknown" } });
  });

  it.each(["suspended", "blocked"] as const)("A60 an organisation that is %s cannot be added, and why", (status) => {
    const refusal = { code: "organisation-not-active", args: { organisation: "Seller B", status } };
    expect(addMember(base, standard, { organisation: seller, lifeCycle: status }, edit)).toEqual({
      ok: false,
      error: refusal,
    });
    expect(objectionToAdding(base, { organisation: seller, lifeCycle: status })).toEqual(refusal);
  });

  it("there is no objection to an active organisation in no group", () => {
    expect(objectionToAdding(base, active)).toBeUndefined();
  });

  it("A62 suspended and blocked show as inactive with their cause", () => {
    expect(shownStatus("active")).toEqual({ status: "active" });
    expect(shownStatus("suspended")).toEqual({ status: "inactive", cause: "suspended" });
    expect(shownStatus("blocked")).toEqual({ status: "inactive", cause: "blocked" });
  });

  it("A62 a member that became suspended stays, and may be moved, limited and removed", () => {
    expect(assignNewcomer(withSeller, { organisation: seller, lifeCycle: "suspended" }, edit)).toBe(withSeller);
    expect(moveMember(withSeller, seller, strict, edit).ok).toBe(true);
    expect(setMemberLimit(withSeller, seller, limit, edit).ok).toBe(true);
    expect(removeMember(withSeller, seller, edit).ok).toBe(true);
  });

  it("A59 an organisation is in at most one group of an owner", () => {
    for (const id of [standard, strict])
      expect(addMember(withSeller, id, active, edit)).toEqual({
        ok: false,
        error: { code: "organisation-already-in-group", args: { organisation: "Seller B", group: "Standard" } },
      });
  });

  it("A59 A85 a second owner may have the same organisation in a group of its own", () => {
    const candidate = { organisation: customer, lifeCycle: "active" } as const;
    expect(addMember(settingsOf(seller), standard, candidate, edit).ok).toBe(true);
    expect(addMember(settingsOf(distributor), standard, candidate, edit).ok).toBe(true);
  });

  it("refuses the owner itself as a member", () => {
    expect(addMember(base, standard, { organisation: distributor, lifeCycle: "active" }, edit)).toMatchObject({
      error: { code: "organisation-is-owner", args: { organisation: "Distributor A" } },
    });
  });

  it("A58 the group of a member can be changed; its limit stays", () => {
    const limited = done(setMemberLimit(withSeller, seller, limit, edit)).settings;
    expect(done(moveMember(limited, seller, strict, edit)).settings.members).toEqual([
      { organisation: seller, groupId: strict, limit },
    ]);
    expect(done(moveMember(limited, seller, standard, edit)).settings).toBe(limited);
    expect(moveMember(limited, seller, groupId("none"), edit)).toMatchObject({ error: { code: "group-unknown" } });
  });

  it("A58 the group of a member can be removed, and nobody else's", () => {
    const both = done(addMember(withSeller, strict, { organisation: customer, lifeCycle: "active" }, edit)).settings;
    expect(done(removeMember(both, seller, edit)).settings.members).toEqual([
      { organisation: customer, groupId: strict },
    ]);
  });

  it("A58 says so when the organisation is in no group", () => {
    const refusal = { error: { code: "organisation-in-no-group", args: { organisation: "Stranger" } } };
    expect(moveMember(withSeller, stranger, strict, edit)).toMatchObject(refusal);
    expect(removeMember(withSeller, stranger, edit)).toMatchObject(refusal);
    expect(setMemberLimit(withSeller, stranger, limit, edit)).toMatchObject(refusal);
  });

  it("A82 a limit is optional: it can be set and taken away", () => {
    const limited = done(setMemberLimit(withSeller, seller, limit, edit)).settings;
    expect(limited.members[0]?.limit).toEqual(limit);
    expect(done(setMemberLimit(limited, seller, undefined, edit)).settings).toEqual(
      done(setMemberLimit(withSeller, seller, undefined, edit)).settings,
    );
  });

  it("A82 a limit may be zero but not less", () => {
    const less = money(-1, "EUR");
    const refusal = { error: { code: "member-limit-negative", args: { limit: less } } };
    expect(addMember(base, standard, { ...active, limit: less }, edit)).toMatchObject(refusal);
    expect(setMemberLimit(withSeller, seller, less, edit)).toMatchObject(refusal);
    expect(setMemberLimit(withSeller, seller, money(0, "EUR"), edit).ok).toBe(true);
  });

  it("A93 a new organisation is added to the primary group", () => {
    const primary = done(setPrimaryGroup(base, strict, edit)).settings;
    expect(assignNewcomer(primary, active, edit).members).toEqual([{ organisation: seller, groupId: strict }]);
  });

  it("A93 but not without a primary group, when its status forbids it, or when the feature is off", () => {
    const primary = done(setPrimaryGroup(base, strict, edit)).settings;
    expect(assignNewcomer(base, active, edit)).toBe(base);
    expect(assignNewcomer(primary, { organisation: seller, lifeCycle: "blocked" }, edit)).toBe(primary);
    const off = { ...primary, isEnabled: false };
    expect(assignNewcomer(off, active, edit)).toBe(off);
  });

  it("A35 A36 a change of members is a change of the groups concerned", () => {
    const later = { at: at(300), by: bruno };
    const times = ({ groups }: typeof base) => groups.map(({ updatedAt }) => updatedAt);
    expect(times(done(addMember(base, strict, active, later)).settings)).toEqual([at(0), at(300)]);
    expect(times(done(moveMember(withSeller, seller, strict, later)).settings)).toEqual([at(300), at(300)]);
    expect(times(done(removeMember(withSeller, seller, later)).settings)).toEqual([at(300), edit.at]);
    expect(times(done(setMemberLimit(withSeller, seller, limit, later)).settings)).toEqual([at(300), edit.at]);
  });

  it("A04 while the feature is off no member can be changed", () => {
    const off = { ...withSeller, isEnabled: false };
    for (const changed of [
      addMember(off, standard, { organisation: customer, lifeCycle: "active" }, edit),
      moveMember(off, seller, strict, edit),
      removeMember(off, seller, edit),
      setMemberLimit(off, seller, limit, edit),
    ])
      expect(changed).toMatchObject({ error: { code: "credit-risk-not-enabled" } });
    expect(objectionToAdding(off, active)).toMatchObject({ code: "credit-risk-not-enabled" });
  });
});

describe("one member among several", () => {
  const both = done(addMember(withSeller, strict, { organisation: customer, lifeCycle: "active" }, edit)).settings;

  it("A58 A82 is the only one changed", () => {
    expect(done(moveMember(both, customer, standard, edit)).settings.members).toStrictEqual([
      { organisation: seller, groupId: standard },
      { organisation: customer, groupId: standard },
    ]);
    const limited = done(setMemberLimit(both, customer, limit, edit)).settings;
    expect(limited.members[0]).toStrictEqual({ organisation: seller, groupId: standard });
    const unlimited = done(setMemberLimit(limited, customer, undefined, edit)).settings;
    expect(unlimited.members).toStrictEqual(both.members);
  });

  it("A59 is refused a second group, naming the one that it is in", () => {
    expect(objectionToAdding(both, { organisation: customer, lifeCycle: "active" })).toEqual({
      code: "organisation-already-in-group",
      args: { organisation: customer.name, group: "Strict" },
    });
  });
});
