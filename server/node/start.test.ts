import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";

import { createLog } from "#server/foundation/log/log.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import type { RunningServer } from "./start.ts";
import { startServer } from "./start.ts";

vi.setConfig({ testTimeout: timeLimit });

let database: TestDatabase;
/** Mail is written here. */
let dataFolder: string;

beforeAll(async () => {
  database = await startTestDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), "countersign-test-"));
}, timeLimit);
afterAll(async () => {
  await database.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

const startNode = (demo?: { orders: number }): Promise<RunningServer> =>
  startServer({
    dataFolder,
    databaseUrl: database.url,
    port: 0,
    host: "127.0.0.1",
    demo,
    log: createLog("silent"),
  });

describe("a server on a given database", () => {
  it("shares it with other nodes: one fills it, and each accepts the other's sessions", async () => {
    const nodes = await Promise.all([startNode({ orders: 20 }), startNode({ orders: 20 })]);
    const [first, second] = nodes.map(({ url }) => url);
    expect(nodes[0].people).toEqual(nodes[1].people);
    const signedIn = await fetch(`${first}/v1/demo/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: nodes[0].people[0]!.email }),
    });
    const { token } = (await signedIn.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
    expect((await fetch(`${second}/v1/session`, { headers })).status).toBe(200);
    const orders = await database.db.selectFrom("orders").select("id").execute();
    expect(orders).toHaveLength(20);
    await Promise.all(nodes.map((node) => node.stop()));
  });

  it("offers nobody without --demo", async () => {
    const node = await startNode();
    expect(node.people).toEqual([]);
    expect((await fetch(`${node.url}/v1/demo/people`)).status).toBe(404);
    await node.stop();
  });

  it("seals the secrets of sellers' services if it has a key, and then does not start without it", async () => {
    const service = { url: "https://connector.example/", secret: "whsec_of-a-seller" };
    const { id } = await database.db.selectFrom("tenants").select("id").executeTakeFirstOrThrow();
    await database.db.transaction().execute((tx) =>
      putSetting(tx, id, {
        kind: "fulfilment",
        ownerId: "a-seller",
        document: { graceMinutes: 0, manual: [], connector: service },
      }),
    );
    const options = { dataFolder, databaseUrl: database.url, port: 0, host: "127.0.0.1", log: createLog("silent") };
    const node = await startServer({ ...options, secretKeys: [randomBytes(32).toString("base64")] });
    await node.stop();
    const rows = await database.db
      .selectFrom("settings")
      .select("document")
      .where("owner_id", "=", "a-seller")
      .execute();
    expect(JSON.stringify(rows)).not.toContain(service.secret);
    await expect(startServer(options)).rejects.toThrow("COUNTERSIGN_SECRET_KEY");
    await database.db.deleteFrom("settings").where("owner_id", "=", "a-seller").execute();
  });

  it("leaves nothing running when it cannot start", async () => {
    const node = await startNode();
    const port = Number(new URL(node.url).port);
    const options = { dataFolder, databaseUrl: database.url, host: "127.0.0.1", log: createLog("silent") };
    await expect(startServer({ ...options, port })).rejects.toThrow("EADDRINUSE");
    await node.stop();
    const again = await startServer({ ...options, port });
    await again.stop();
  });
});
