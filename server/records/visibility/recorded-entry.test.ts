import { describe, expect, it } from "vitest";

import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import { commandIdSchema, deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import { knownAmount, money } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";

import { entryFor, entryTextFor, recordedEntry } from "./recorded-entry.ts";

const person = (name: TestPerson) => testNetwork.people.find(({ id }) => id === idOf(name))!;
const sold: Order = {
  ...hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") }),
  levelAmounts: [{ role: "distributor", total: money(70_000, "EUR") }],
};
const entryOf = (order: Order): HistoryEntry => ({
  id: commandIdSchema.parse("019ac7a0-0000-7000-8000-000000000001"),
  orderId: order.id,
  orderNumber: order.number,
  customer: order.customer,
  amount: knownAmount(money(110_000, "EUR")),
  action: "approved",
  stageRole: "reseller",
  person: { personId: idOf("nick"), name: "nick" },
  deviceId: deviceIdSchema.parse("device-nick"),
  madeAt: order.placedAt,
  receivedAt: order.placedAt,
  orderStatus: order.status,
});

describe("A76 a history entry", () => {
  const recorded = recordedEntry(sold, entryOf(sold));

  it("shows the customer's price to the customer and its reseller, and the distributor its own", () => {
    for (const name of ["carl", "nick"] as const) expect(entryFor(recorded, person(name))).toEqual(entryOf(sold));
    expect(entryFor(recorded, person("dora"))).toEqual({ ...entryOf(sold), amount: knownAmount(money(70_000, "EUR")) });
  });

  it("shows no price to anybody else, and none that nobody named", () => {
    expect(entryFor(recorded, person("paul")).amount).toEqual({ known: false });
    const { levelAmounts: _none, ...unnamed } = sold;
    expect(entryFor(recordedEntry(unnamed, entryOf(sold)), person("dora")).amount).toEqual({ known: false });
  });

  it("is passed on unchanged if the distributor sells to the customer directly", () => {
    const { reseller: _none, ...direct } = sold;
    const plain = recordedEntry(direct, entryOf(direct));
    expect(plain).toEqual(entryOf(direct));
    const text = JSON.stringify(plain, undefined, 1);
    expect(entryTextFor(text, person("dora"))).toBe(text);
    expect(JSON.parse(entryTextFor(JSON.stringify(recorded), person("dora")))).toEqual(
      entryFor(recorded, person("dora")),
    );
  });
});
