import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Order } from "#shared/domain/order.ts";
import { orderSchema } from "#shared/domain/order.ts";
import { money } from "#shared/domain/money.ts";
import { reasonSentence } from "#shared/engine/explain.ts";
import { migrate } from "#server/db/migrate.ts";
import { seed } from "#server/db/seed.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";

import { redactFor, redactTexts } from "./redact.ts";

const person = (name: Parameters<typeof idOf>[0]) => testNetwork.people.find(({ id }) => id === idOf(name))!;
const order = hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") });
const amountsOf = ({ flow }: Order) =>
  flow.stages.map(({ reason }) => (reason.rule === "credit-risk-group" ? reason.amount : undefined));

const unknown = { known: false };
const resellers = { known: true, money: money(90_000, "EUR") };
const distributors = { known: true, money: money(70_000, "EUR") };

describe("A76 an order with credit risk stages", () => {
  it("shows each partner what the order costs at its own level and nothing of the other's", () => {
    expect(amountsOf(redactFor(order, person("nick")))).toEqual([resellers, unknown]);
    expect(amountsOf(redactFor(order, person("dora")))).toEqual([unknown, distributors]);
  });

  it("shows the customer and its people no figure of either, nor a limit or the name of a group", () => {
    const seen = redactFor(order, person("carl"));
    expect(amountsOf(seen)).toEqual([unknown, unknown]);
    expect(seen.flow.stages.map(({ reason }) => reason)).toEqual([
      { rule: "credit-risk-group", group: "", partner: "The north", amount: unknown },
      { rule: "credit-risk-group", group: "", partner: "The hub", amount: unknown },
    ]);
  });

  it("shows them to whoever is asked by that stage, whatever their organisation", () => {
    const [first, second] = order.flow.stages;
    const asked = { ...first!, candidates: [...first!.candidates, { personId: idOf("amy"), name: "amy" }] };
    const substituted = { ...order, flow: { ...order.flow, stages: [asked, second!] } };
    expect(amountsOf(redactFor(substituted, person("amy")))).toEqual([resellers, unknown]);
  });

  it("is still an order, with the same people asked, and a sentence that says no more than it knows", () => {
    const seen = orderSchema.parse(redactFor(order, person("carl")));
    expect(seen.flow.stages.map(({ candidates }) => candidates)).toEqual(
      order.flow.stages.map(({ candidates }) => candidates),
    );
    expect(reasonSentence(seen.flow.stages[0]!.reason).template).toBe(
      "{{partner}} approves this order by its credit risk settings.",
    );
  });
});

describe("A76 orders as they were read from the change log", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startTestDatabase();
    await migrate(database.db);
    await seed(database.db, testNetwork, { next: () => v7() });
  }, timeLimit);
  afterAll(() => database.stop());

  const text = JSON.stringify(order);

  it("are redacted as text too; any other order, and one that left, is passed on as it is", async () => {
    const plain = JSON.stringify({ ...order, flow: { ...order.flow, stages: [] } }, undefined, 1);
    const [seen, same, gone] = await redactTexts(database.db, [text, plain, null], person("nick"));
    expect(JSON.parse(seen ?? "")).toEqual(redactFor(order, person("nick")));
    expect([same, gone]).toEqual([plain, null]);
  });

  it("are read by where the person belongs now: who moved after the request came gets what it sends anew", async () => {
    const moved = { ...person("nick"), organisationId: person("amy").organisationId };
    const [seen] = await redactTexts(database.db, [text], moved);
    expect(JSON.parse(seen ?? "")).toEqual(redactFor(order, person("nick")));
  });
});
