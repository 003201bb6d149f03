import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { creditOperations } from "@countersign/shared/contract/api/credit.ts";
import { decisionOperations } from "@countersign/shared/contract/api/decisions.ts";
import { orderOperations } from "@countersign/shared/contract/api/orders.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

describe("the description of the API", () => {
  it("explains how orders are read, with their credit risk", async () => {
    const { readOrders, readOrder, readOrderHistory } = orderOperations;
    const { readCreditRisk } = creditOperations;
    const operations = { readOrders, readOrder, readOrderHistory, readCreditRisk };
    for (const each of await descriptionsOf(server.app, operations))
      expect(each).toMatchObject({ tags: ["orders"], isUsable: true });
  });

  it("explains how orders are answered, with two answers of each kind that it would accept", async () => {
    for (const each of await descriptionsOf(server.app, decisionOperations)) {
      expect(each).toMatchObject({ tags: ["decisions"], isUsable: true });
      expect([each.id, each.examples.length]).toEqual([each.id, 2]);
    }
  });
});
