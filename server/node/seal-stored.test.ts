import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Result } from "@countersign/shared/domain/result.ts";

import { openSecret } from "#server/features/fulfilment/remote-service.ts";
import { findEndpoint } from "#server/features/webhooks/endpoint-store.ts";
import { addEndpoint, changeEndpoint, rotateKeys } from "#server/features/webhooks/manage-endpoints.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import { openVault } from "#server/foundation/vault/vault.ts";
import { parseSetting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { sealStored } from "./seal-stored.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

const tenantId = testNetwork.tenant.id;
const [older, newer] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
const authorization = "Bearer of-the-receiver";
const service = { url: "https://connector.example/", secret: `whsec_${randomBytes(24).toString("base64")}` };

beforeAll(async () => {
  server = await startTestServer();
  await server.database.db.transaction().execute((tx) =>
    putSetting(tx, tenantId, {
      kind: "fulfilment",
      ownerId: "org-north",
      document: { graceMinutes: 0, manual: [], connector: service, gateway: service },
    }),
  );
}, timeLimit);
afterAll(() => server.stop());

const actor = () => ({ tenantId, person: testNetwork.people.find(({ id }) => id === idOf("alma"))! });
const valueOf = <Value>(result: Result<Value, unknown>): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const add = async (vault: Vault) =>
  valueOf(
    await addEndpoint({ ...server.services, vault }, actor(), {
      url: "https://hooks.example/",
      types: ["order.changed"],
      isEnabled: true,
      authorization,
    }),
  );
/** Everything that somebody with a stolen database could read. */
const stored = async (): Promise<string> => {
  const { db } = server.database;
  const endpoints = await db.selectFrom("webhook_endpoints").selectAll().execute();
  const settings = await db.selectFrom("settings").selectAll().where("kind", "=", "fulfilment").execute();
  return JSON.stringify([endpoints, settings]);
};
const connectorSecret = async (vault: Vault): Promise<string> => {
  const rows = await server.database.db
    .selectFrom("settings")
    .select("document")
    .where("kind", "=", "fulfilment")
    .execute();
  return openSecret(vault, parseSetting("fulfilment", rows[0]?.document).connector!);
};

describe("the secrets of other systems in the database", () => {
  it("are sealed once there is a key, existing ones at the next start, and work as before", async () => {
    const plain = await add(openVault([]));
    expect(await stored()).toContain(plain.secret);
    expect(await stored()).toContain(authorization);

    const vault = openVault([older]);
    await sealStored(server.database.db, vault);
    const sealed = await add(vault);
    const thief = await stored();
    for (const secret of [plain.secret, sealed.secret, authorization, service.secret, "PRIVATE KEY"])
      expect(thief).not.toContain(secret);
    for (const shown of [plain, sealed]) {
      const found = await findEndpoint(vault, server.database.db, shown.id);
      expect(found?.secrets.map(({ secret }) => secret)).toEqual([shown.secret]);
      expect(found?.endpoint.authorization).toBe(authorization);
    }
    expect(await connectorSecret(vault)).toBe(service.secret);
  });

  it("stay sealed when an endpoint is changed or its keys are replaced", async () => {
    const vault = openVault([older]);
    const services = { ...server.services, vault };
    const { id } = await add(vault);
    valueOf(await changeEndpoint(services, actor(), id, { authorization: "Bearer changed" }));
    const { secret } = valueOf(await rotateKeys(services, actor(), id));
    const found = await findEndpoint(vault, server.database.db, id);
    expect(found?.secrets[0]?.secret).toBe(secret);
    expect(found?.endpoint.authorization).toBe("Bearer changed");
    expect(await stored()).not.toContain("Bearer changed");
    const changed = valueOf(await changeEndpoint(services, actor(), id, { authorization: null }));
    expect(changed.hasAuthorization).toBe(false);
  });

  it("are sealed again under a newer key, after which the older one is not needed", async () => {
    await sealStored(server.database.db, openVault([newer, older]));
    const before = await stored();
    await sealStored(server.database.db, openVault([newer]));
    expect(await stored()).toBe(before);
    expect(await connectorSecret(openVault([newer]))).toBe(service.secret);
  });

  it("prevent a start without their key, and stay unchanged", async () => {
    const before = await stored();
    for (const vault of [openVault([]), openVault([older])])
      await expect(sealStored(server.database.db, vault)).rejects.toThrow("COUNTERSIGN_SECRET_KEY");
    expect(await stored()).toBe(before);
  });
});
