import { describe, expect, it } from "vitest";

import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Role } from "@countersign/shared/domain/people.ts";

import { may } from "./may.ts";

const id = (name: string) => organisationIdSchema.parse(name);
const who = (organisation: string, ...roles: Role[]) => ({
  id: personIdSchema.parse("kim"),
  organisationId: id(organisation),
  roles,
});
const party = (name: string) => ({ organisationId: id(name), name });

describe("who may", () => {
  it("use the ERP: sellers' people, never a customer's", () => {
    expect(may(who("shop", "admin"), "use-erp", { kind: "reseller" })).toBe(true);
    expect(may(who("bakery", "admin"), "use-erp", { kind: "customer" })).toBe(false);
    expect(may(who("shop", "reseller"), "use-erp", { kind: "reseller" })).toBe(false);
  });

  it("fulfil an order: people of a seller in its chain, in a role that acts for that seller", () => {
    const order = { reseller: party("shop"), distributor: party("trade") };
    expect(may(who("shop", "reseller"), "fulfil-order", { order })).toBe(true);
    expect(may(who("trade", "distributor"), "fulfil-order", { order })).toBe(true);
    expect(may(who("shop", "distributor"), "fulfil-order", { order })).toBe(false);
    expect(may(who("other", "admin"), "fulfil-order", { order })).toBe(false);
  });

  it("read an account: its owner, and those who look after the company's accounts", () => {
    expect(may(who("bakery"), "read-account", { ownerId: "kim" })).toBe(true);
    expect(may(who("bakery"), "read-account", { ownerId: "robin" })).toBe(false);
    expect(may(who("bakery", "account-manager"), "read-account", { ownerId: "robin" })).toBe(true);
    expect(may(who("bakery", "approver"), "look-after-accounts", null)).toBe(false);
    expect(may(who("bakery"), "know-account", { organisationId: id("bakery") })).toBe(true);
    expect(may(who("shop", "admin"), "know-account", { organisationId: id("bakery") })).toBe(false);
  });

  it("manage accounts: administrators in Admin, account managers sub-accounts in the web store, even if both", () => {
    const both = who("bakery", "admin", "account-manager");
    expect(may(who("bakery", "admin"), "manage-account-in-admin", { kind: "sub-account" })).toBe(true);
    expect(may(who("bakery", "account-manager"), "manage-account-in-admin", { kind: "regular" })).toBe(false);
    expect(may(both, "manage-account-in-admin", { kind: "regular" })).toBe(true);
    expect(may(both, "manage-account-in-admin", { kind: "sub-account" })).toBe(false);
    expect(may(both, "manage-sub-accounts", null)).toBe(true);
    expect(may(who("bakery", "admin"), "manage-sub-accounts", null)).toBe(false);
  });

  it("change a rule: none that asks a seller above, but the distributor any", () => {
    const rule = { role: "approver", condition: { when: "every-order" } } as const;
    const admin = who("any", "admin");
    const changes = (by: Organisation["kind"], change: object = {}, namesSomebodyAbove = false) =>
      may(admin, "change-rule", { rule: { ...rule, ...change }, by: { kind: by }, namesSomebodyAbove });
    expect(changes("customer")).toBe(true);
    expect(changes("customer", {}, true)).toBe(false);
    expect(changes("customer", { role: "reseller" })).toBe(false);
    expect(changes("customer", { condition: { when: "reseller-approval" } })).toBe(false);
    expect(changes("reseller", { role: "reseller" })).toBe(true);
    expect(changes("reseller", { role: "reseller" }, true)).toBe(false);
    expect(changes("reseller", { role: "distributor" })).toBe(false);
    expect(changes("reseller", { condition: { when: "credit-risk-group" } })).toBe(false);
    expect(changes("distributor", { role: "distributor" }, true)).toBe(true);
    const facts = { rule, by: { kind: "distributor" }, namesSomebodyAbove: false } as const;
    expect(may(who("any", "approver"), "change-rule", facts)).toBe(false);
  });

  it("arrange a delegation: the person who is away, or an administrator", () => {
    const delegatorId = personIdSchema.parse("robin");
    expect(may(who("bakery", "approver"), "arrange-delegation", { delegatorId })).toBe(false);
    expect(may(who("bakery", "admin"), "arrange-delegation", { delegatorId })).toBe(true);
  });

  it("administer an organisation: its own administrators, and those of organisations above it", () => {
    const chain = [{ id: id("bakery") }, { id: id("shop") }];
    expect(may(who("shop", "admin"), "administer-organisation", { chain })).toBe(true);
    expect(may(who("shop", "reseller"), "administer-organisation", { chain })).toBe(false);
    expect(may(who("other", "admin"), "administer-organisation", { chain })).toBe(false);
  });

  it("set, name and number a company: never the company itself, numbers only the distributor", () => {
    const bakery = { id: id("bakery"), kind: "customer" } as const;
    const shop = { id: id("shop"), kind: "reseller" } as const;
    const trade = { id: id("trade"), kind: "distributor" } as const;
    const admin = who("any", "admin");
    expect(may(admin, "set-for-those-below", { organisation: bakery, by: bakery })).toBe(false);
    expect(may(admin, "set-for-those-below", { organisation: bakery, by: shop })).toBe(true);
    expect(may(admin, "name-organisation", { organisation: bakery, by: bakery })).toBe(false);
    expect(may(admin, "name-organisation", { organisation: trade, by: trade })).toBe(true);
    expect(may(admin, "number-organisation", { by: shop })).toBe(false);
    expect(may(admin, "number-organisation", { by: trade })).toBe(true);
    const nobody = who("any", "approver");
    expect(may(nobody, "set-for-those-below", { organisation: bakery, by: shop })).toBe(false);
    expect(may(nobody, "name-organisation", { organisation: trade, by: trade })).toBe(false);
    expect(may(nobody, "number-organisation", { by: trade })).toBe(false);
  });

  it("know, place and invite people: colleagues, and the distributor's administrators for all companies", () => {
    const elsewhere = { ownKind: "distributor", organisationId: id("bakery") } as const;
    expect(may(who("trade", "admin"), "know-person", elsewhere)).toBe(true);
    expect(may(who("trade", "distributor"), "know-person", elsewhere)).toBe(false);
    expect(may(who("bakery"), "know-person", { ownKind: "customer", organisationId: id("bakery") })).toBe(true);
    expect(may(who("trade", "admin"), "add-people", elsewhere)).toBe(true);
    expect(may(who("shop", "admin"), "add-people", { ...elsewhere, ownKind: "reseller" })).toBe(false);
    expect(may(who("shop", "admin"), "place-people-anywhere", { ownKind: "reseller" })).toBe(false);
    expect(may(who("bakery", "account-manager"), "invite-person", { accountKind: "sub-account" })).toBe(true);
    expect(may(who("bakery", "account-manager"), "invite-person", { accountKind: "regular" })).toBe(false);
  });

  it("read a reseller's credit: the reseller and its distributor; set it: only the distributor", () => {
    const credit = { resellerId: id("shop"), distributorId: id("trade") };
    expect(may(who("shop"), "read-credit", credit)).toBe(true);
    expect(may(who("shop"), "lend-credit", credit)).toBe(false);
    expect(may(who("trade"), "lend-credit", credit)).toBe(true);
    expect(may(who("other"), "read-credit", credit)).toBe(false);
  });

  it("describe a product: vendors; set up its tiers: distributors; make a key with a key: in its own person's name", () => {
    expect(may(who("maker"), "describe-products", { kind: "vendor" })).toBe(true);
    expect(may(who("shop"), "describe-products", { kind: "reseller" })).toBe(false);
    expect(may(who("trade"), "set-up-tiers", { kind: "distributor" })).toBe(true);
    expect(may(who("shop"), "set-up-tiers", { kind: "reseller" })).toBe(false);
    const personId = personIdSchema.parse("robin");
    expect(may(who("shop"), "make-key-by-key", { personId })).toBe(false);
    expect(may({ ...who("shop"), id: personId }, "make-key-by-key", { personId })).toBe(true);
  });

  it("do what no rule mentions: nobody", () => {
    expect(may(who("trade", "admin", "distributor"), "toString" as "administer", null)).toBe(false);
  });
});
