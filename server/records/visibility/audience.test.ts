import { describe, expect, it } from "vitest";

import { orderRequestSchema } from "@countersign/shared/contract/intake.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { noContext } from "@countersign/shared/engine/planning/plan-context.ts";

import { composeOrder } from "#server/features/intake/compose-order.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";

import { audienceOf, audienceOfOrganisation, audienceOfPerson } from "./audience.ts";

const { people, organisations, policies } = testNetwork;
const organisation = (key: string) => organisations.find(({ externalId }) => externalId === key)!;
const byId = new Map(organisations.map((one) => [one.id, one]));
const names = (ids: readonly string[]) => people.filter(({ id }) => ids.includes(id)).map(({ name }) => name);

const bakeryOrder = (): Order => {
  const request = orderRequestSchema.parse({
    source: { system: "api" },
    requester: { email: emailOf("carl") },
    customer: { externalId: "bakery" },
    lines: [{ product: "Oven", quantity: "1" }],
  });
  const order = composeOrder(
    request,
    {
      requester: people.find(({ id }) => id === idOf("carl"))!,
      customer: organisation("bakery"),
      reseller: organisation("north"),
      distributor: organisation("hub"),
    },
    {
      id: orderIdSchema.parse("order-1"),
      number: "1",
      policy: policies[0]!,
      context: noContext,
      receivedAt: instantSchema.parse("2026-11-21T09:30:00.000Z"),
    },
  );
  if (!order.ok) throw new Error("The order does not fit");
  return order.value;
};

describe("audienceOf", () => {
  it("is the people the order names, the customer's admins, and the sellers in its chain", () => {
    expect(names(audienceOf(bakeryOrder(), people))).toEqual(["dora", "nick", "amy", "ben", "carl", "alma"]);
  });

  it("leaves out people of the organisation who are not involved in the order", () => {
    expect(names(audienceOf(bakeryOrder(), people))).not.toContain("cora");
  });

  it("leaves out other resellers, other customers and inactive people", () => {
    const everybodyInactive = people.map((person) => ({ ...person, isActive: false }));
    expect(names(audienceOf(bakeryOrder(), people))).not.toContain("sven");
    expect(audienceOf(bakeryOrder(), everybodyInactive)).toEqual([]);
  });
});

describe("audienceOfPerson", () => {
  it("is their own organisation, so that no address leaves it", () => {
    expect(names(audienceOfPerson(organisation("press").id, people))).toEqual(["paul", "pia"]);
  });
});

describe("audienceOfOrganisation", () => {
  const of = (key: string) => names(audienceOfOrganisation(organisation(key).id, people, byId));

  it("shows a customer to its own people, its reseller and the distributor", () => {
    expect(of("press")).toEqual(["dora", "sven", "paul", "pia"]);
  });

  it("shows a reseller to its own customers and not to another's", () => {
    expect(of("south")).toEqual(["dora", "sven", "paul", "pia"]);
    expect(of("north")).not.toContain("pia");
  });

  it("shows the distributor to everybody", () => {
    expect(of("hub")).toEqual(people.filter(({ isActive }) => isActive).map(({ name }) => name));
  });
});
