import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import { knownAmount, money } from "@countersign/shared/domain/money.ts";
import { conditionReason, explain } from "@countersign/shared/engine/approval/explain.ts";

import { seed } from "#server/demo/seed.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startMigratedDatabase, timeLimit } from "#server/testing/database.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";

import { readableTexts } from "./readable-texts.ts";
import { redactFor } from "./redact.ts";

const person = (name: Parameters<typeof idOf>[0]) => testNetwork.people.find(({ id }) => id === idOf(name))!;
const order = hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") });
const amountsOf = ({ flow }: Order) =>
  flow.stages.map(({ condition }) => (condition.when === "credit-risk-group" ? condition.amount : undefined));

const unknown = { known: false };
const resellers = { known: true, money: money(90_000, "EUR") };
const distributors = { known: true, money: money(70_000, "EUR") };

describe("A76 an order with credit risk stages", () => {
  it("shows each partner the order's cost at its own level and nothing of the other's", () => {
    expect(amountsOf(redactFor(order, person("nick")))).toEqual([resellers, unknown]);
    expect(amountsOf(redactFor(order, person("dora")))).toEqual([unknown, distributors]);
  });

  it("shows the customer and its people no figures of either, nor the limit or name of a group", () => {
    const seen = redactFor(order, person("carl"));
    expect(amountsOf(seen)).toEqual([unknown, unknown]);
    expect(seen.flow.stages.map(({ condition }) => condition)).toEqual([
      { when: "credit-risk-group", group: "", partner: "The north", amount: unknown },
      { when: "credit-risk-group", group: "", partner: "The hub", amount: unknown },
    ]);
  });

  it("shows them to everybody asked by that stage, whatever their organisation", () => {
    const [first, second] = order.flow.stages;
    const asked = { ...first!, candidates: [...first!.candidates, { personId: idOf("amy"), name: "amy" }] };
    const substituted = { ...order, flow: { ...order.flow, stages: [asked, second!] } };
    expect(amountsOf(redactFor(substituted, person("amy")))).toEqual([resellers, unknown]);
  });

  it("shows the distributor its own prices instead of the customer's, and unknown ones if it named none", () => {
    const [line] = order.lines;
    const lines = [line!, line!].map((one, index) => ({
      ...one,
      id: `line-${index}`,
      unitPrice: knownAmount(money(55_000, "EUR")),
      total: knownAmount(money(55_000, "EUR")),
    }));
    const gross = knownAmount(money(110_000, "EUR"));
    const totals = { net: gross, shipping: knownAmount(money(0, "EUR")), tax: knownAmount(money(0, "EUR")), gross };
    const distributors = [money(30_000, "EUR"), money(40_000, "EUR")];
    const levelAmounts: Order["levelAmounts"] = [
      { role: "reseller", total: money(90_000, "EUR") },
      { role: "distributor", total: money(70_000, "EUR"), lines: distributors },
    ];
    const sold = { ...order, lines, totals, levelAmounts };
    const dora = redactFor(sold, person("dora"));
    expect(dora.totals).toEqual({
      net: unknown,
      shipping: unknown,
      tax: unknown,
      gross: knownAmount(money(70_000, "EUR")),
    });
    expect(dora.lines.map(({ total }) => total)).toEqual(distributors.map(knownAmount));
    expect(dora.levelAmounts).toEqual([levelAmounts[1]]);
    expect(JSON.stringify(dora)).not.toMatch(/55000|110000|90000/);
    const unnamed = redactFor({ ...sold, levelAmounts: [levelAmounts[0]!] }, person("dora"));
    expect(unnamed.totals.gross).toEqual(unknown);
    expect(redactFor(sold, person("nick"))).toMatchObject({ totals, levelAmounts: [levelAmounts[0]] });
    expect(redactFor(sold, person("carl"))).toMatchObject({ totals, lines });
    expect(redactFor(sold, person("carl"))).not.toHaveProperty("levelAmounts");
    const { reseller: _none, ...direct } = sold;
    expect(redactFor(direct, person("dora"))).toMatchObject({ totals, lines, levelAmounts: [levelAmounts[1]] });
  });

  it("shows the customer's budgets and limits only to its own people and those asked because of them", () => {
    const [stage] = order.flow.stages;
    const amounts = { limit: money(50_000, "EUR"), amount: money(110_000, "EUR") };
    const candidates = [{ personId: idOf("amy"), name: "amy" }];
    const asks = (when: "spending-limit-exceeded" | "authorizer-limit-exceeded"): Order["flow"]["stages"][number] => ({
      ...stage!,
      role: "approver",
      candidates,
      condition: { when, ...amounts },
    });
    const limited = {
      ...order,
      flow: { ...order.flow, stages: [asks("spending-limit-exceeded"), asks("authorizer-limit-exceeded")] },
    };
    const rulesFor = (name: Parameters<typeof idOf>[0]) =>
      redactFor(limited, person(name)).flow.stages.map(({ condition }) => condition.when);
    expect(rulesFor("carl")).toEqual(["spending-limit-exceeded", "authorizer-limit-exceeded"]);
    expect(rulesFor("nick")).toEqual(["withheld", "withheld"]);
    const seen = orderSchema.parse(redactFor(limited, person("dora")));
    expect(JSON.stringify(seen)).not.toMatch(/50000|110000/);
    expect(explain(seen)[0]?.reason).toEqual({ code: "withheld", args: { organisation: "The bakery" } });
    const asked = [{ ...limited.flow.stages[0]!, candidates: [{ personId: idOf("nick"), name: "nick" }] }];
    expect(redactFor({ ...limited, flow: { ...limited.flow, stages: asked } }, person("nick")).flow.stages).toEqual(
      asked,
    );
  });

  it("is still an order, with the same people asked, and a sentence that says no more than it knows", () => {
    const seen = orderSchema.parse(redactFor(order, person("carl")));
    expect(seen.flow.stages.map(({ candidates }) => candidates)).toEqual(
      order.flow.stages.map(({ candidates }) => candidates),
    );
    expect(conditionReason(seen.flow.stages[0]!.condition).code).toBe("credit-risk-withheld");
  });
});

describe("A76 orders from the change log", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startMigratedDatabase();
    await seed(database.db, testNetwork, { next: () => v7() });
  }, timeLimit);
  afterAll(() => database.stop());

  const text = JSON.stringify(order);
  const whole = (document: string | null) => ({ document, isReadable: false });

  it("are redacted as text too; any other order, and a removed one, is passed on unchanged", async () => {
    const { reseller: _none, ...direct } = order;
    const plain = JSON.stringify({ ...direct, flow: { ...order.flow, stages: [] } }, undefined, 1);
    const [seen, same, gone] = await readableTexts(
      database.db,
      "orders",
      [text, plain, null].map(whole),
      person("nick"),
    );
    expect(JSON.parse(seen ?? "")).toEqual(redactFor(order, person("nick")));
    expect([same, gone]).toEqual([plain, null]);
  });

  it("are passed on unchanged if they were redacted for this reader", async () => {
    const rows = [{ document: text, isReadable: true }, whole(text)];
    const [ready, seen] = await readableTexts(database.db, "orders", rows, person("nick"));
    expect(ready).toBe(text);
    expect(JSON.parse(seen ?? "")).toEqual(redactFor(order, person("nick")));
  });

  it("are redacted for the person's current organisation, even after a move during the request", async () => {
    const moved = { ...person("nick"), organisationId: person("amy").organisationId };
    const [seen] = await readableTexts(database.db, "orders", [whole(text)], moved);
    expect(JSON.parse(seen ?? "")).toEqual(redactFor(order, person("nick")));
  });
});
