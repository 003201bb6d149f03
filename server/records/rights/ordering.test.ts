import { describe, expect, it } from "vitest";

import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Role } from "@countersign/shared/domain/people.ts";

import { may } from "./may.ts";

const id = (name: string) => organisationIdSchema.parse(name);
const kim = personIdSchema.parse("kim");
const robin = personIdSchema.parse("robin");

const company = (name: string, kind: "distributor" | "reseller" | "customer" | "vendor", parent?: string) => ({
  id: id(name),
  kind,
  ...(parent === undefined ? {} : { parentId: id(parent) }),
});
const trade = company("trade", "distributor");
const shop = company("shop", "reseller", "trade");
const otherShop = company("other-shop", "reseller", "trade");
const bakery = company("bakery", "customer", "shop");
const otherBakery = company("other-bakery", "customer", "other-shop");

const kimOf = (own: ReturnType<typeof company>, ...roles: Role[]) => ({
  who: { id: kim, organisationId: own.id, roles },
  own,
});
const senders = {
  distributor: kimOf(trade, "distributor"),
  reseller: kimOf(shop, "reseller"),
  administrator: kimOf(bakery, "admin"),
  requester: kimOf(bakery, "requester"),
  approver: kimOf(bakery, "approver"),
};

/** Those who have the right. */
const those = (has: (sender: ReturnType<typeof kimOf>) => boolean): string[] =>
  Object.entries(senders).flatMap(([name, sender]) => (has(sender) ? [name] : []));

describe("who may, of orders,", () => {
  it("place any: those who sell, administer or request, in a role of their own company's kind", () => {
    const placing = ({ who, own }: ReturnType<typeof kimOf>) => may(who, "place-orders", { own });
    expect(those(placing)).toEqual(["distributor", "reseller", "administrator", "requester"]);
    expect(placing(kimOf(bakery, "reseller", "distributor"))).toBe(false);
  });

  it("place them for a company: the distributor for all, resellers for their customers, others for their own", () => {
    const orderers = (of: ReturnType<typeof company>) =>
      those(({ who, own }) => may(who, "order-for-company", { own, company: of }));
    expect(orderers(bakery)).toEqual(["distributor", "reseller", "administrator", "requester"]);
    expect(orderers(shop)).toEqual(["distributor", "reseller"]);
    expect(orderers(otherBakery)).toEqual(["distributor"]);
    expect(orderers(trade)).toEqual(["distributor"]);
  });

  it("place them for a person: the same, but those who only request, for themselves", () => {
    const orderers = (personId: typeof kim, of = bakery) =>
      those(({ who, own }) => may(who, "order-for-person", { own, company: of, personId }));
    expect(orderers(kim)).toEqual(["distributor", "reseller", "administrator", "requester"]);
    expect(orderers(robin)).toEqual(["distributor", "reseller", "administrator"]);
    expect(orderers(kim, otherBakery)).toEqual(["distributor"]);
  });

  it("speak for a buyer: sellers", () => {
    expect(those(({ who, own }) => may(who, "speak-for-buyer", { own }))).toEqual(["distributor", "reseller"]);
  });

  it("add unknown parties: sellers a company below themselves, everybody who does not only request a requester", () => {
    const adders = (kind: "reseller" | "customer") => those(({ who, own }) => may(who, "add-company", { own, kind }));
    expect([adders("customer"), adders("reseller")]).toEqual([["distributor", "reseller"], ["distributor"]]);
    const requesters = those(({ who, own }) => may(who, "add-requester", { own }));
    expect(requesters).toEqual(["distributor", "reseller", "administrator"]);
  });

  it("name the reseller: the distributor any, a reseller itself, a customer's people their own", () => {
    const namers = (reseller: ReturnType<typeof company>) =>
      those(({ who, own }) => may(who, "order-through", { own, reseller }));
    expect(namers(shop)).toEqual(["distributor", "reseller", "administrator", "requester"]);
    expect(namers(otherShop)).toEqual(["distributor"]);
  });

  it("A76 name an amount: the distributor at every level, a reseller at its own, a customer at none", () => {
    const namers = (level: "reseller" | "distributor") =>
      those(({ who, own }) => may(who, "name-amount", { own, level }));
    expect([namers("reseller"), namers("distributor")]).toEqual([["distributor", "reseller"], ["distributor"]]);
  });
});
