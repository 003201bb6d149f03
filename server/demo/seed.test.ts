import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { tableChangeLog } from "#server/records/change-log/change-log.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startMigratedDatabase, timeLimit } from "#server/testing/database.ts";

import { demoNetwork } from "./network.ts";
import { seed } from "./seed.ts";

vi.setConfig({ testTimeout: timeLimit });

const ids = { next: () => v7() };
const network = demoNetwork({ orders: 1_100, now: instantSchema.parse("2026-11-21T09:30:00.000Z") });

let database: TestDatabase;

beforeAll(async () => {
  database = await startMigratedDatabase();
}, timeLimit);
afterAll(() => database.stop());

describe("a seed", () => {
  it("that is interrupted leaves an empty database, which can be filled later", async () => {
    function* broken() {
      yield* network.orders();
      throw new Error("the power went");
    }
    await expect(seed(database.db, { ...network, orders: broken }, ids)).rejects.toThrow("the power went");
    expect(await database.db.selectFrom("tenants").select("id").execute()).toEqual([]);
  });

  it("stores every order with its history and shows it to its audience", async () => {
    expect(await seed(database.db, network, ids)).toBe(1_100);
    const orders = [...network.orders()];
    const log = tableChangeLog(database.db);
    for (const person of network.featured) {
      const rows = await log.read(person.id, "orders", { sequence: 0, documentId: "" }, 5_000);
      const expected = orders.filter(({ order }) => audienceOf(order, network.people).includes(person.id));
      expect(new Set(rows.map(({ documentId }) => documentId))).toEqual(new Set(expected.map(({ order }) => order.id)));
    }
    const [last] = orders.slice(-1);
    const row = await database.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", last!.order.id)
      .executeTakeFirst();
    expect(row?.document).toEqual(last!.order);
    const stored = await database.db.selectFrom("history").select("id").execute();
    expect(stored).toHaveLength(orders.flatMap(({ history }) => history).length);
  });

  it("leaves a database alone that already has data", async () => {
    expect(await seed(database.db, network, ids)).toBeUndefined();
  });
});
