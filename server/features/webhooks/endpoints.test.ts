import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { EndpointRequest } from "@countersign/shared/contract/api/webhooks.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { Vault } from "#server/foundation/vault/vault.ts";
import { openVault } from "#server/foundation/vault/vault.ts";
import { timeLimit } from "#server/testing/database.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { endpointsOf, findEndpoint, sealEndpoints } from "./endpoint-store.ts";
import { addEndpoint, changeEndpoint, listEndpoints, rotateKeys, showEndpoint } from "./manage-endpoints.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.database.db.deleteFrom("webhook_endpoints").execute());

const newKey = () => randomBytes(32).toString("base64");
const [older, newer] = [newKey(), newKey()];
const plain = openVault([]);
const sealed = openVault([older]);
const dora = { tenantId: testNetwork.tenant.id, person: testNetwork.people.find(({ id }) => id === idOf("dora"))! };
const token = "Bearer of-the-receiver";
const request: EndpointRequest = {
  url: "https://hooks.example/",
  types: ["order.changed"],
  isEnabled: true,
  authorization: token,
};

const valueOf = <Value>(result: Result<Value, unknown>): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const through = (vault: Vault) => ({ ...server.services, vault });
const add = async (vault: Vault, change: Partial<EndpointRequest> = {}) =>
  valueOf(await addEndpoint(through(vault), dora, { ...request, ...change }));
const show = async (vault: Vault, id: string) => valueOf(await showEndpoint(through(vault), dora, id));
const find = (vault: Vault, id: string) => findEndpoint(vault, server.database.db, id);
const seal = (vault: Vault) => server.database.db.transaction().execute((tx) => sealEndpoints(tx, vault));
const rows = () => server.database.db.selectFrom("webhook_endpoints").selectAll().orderBy("id").execute();

describe("an endpoint of a server that has a key", () => {
  it("is stored without its secrets, and works like any other", async () => {
    const { id, secret, ...shown } = await add(sealed);
    const text = JSON.stringify(await rows());
    for (const hidden of [secret, token, "PRIVATE KEY"]) expect(text).not.toContain(hidden);
    expect(text).toContain(request.url);
    expect(await show(sealed, id)).toEqual({ id, ...shown });
    expect(shown).toMatchObject({ url: request.url, types: request.types, isEnabled: true, hasAuthorization: true });
    expect(await find(sealed, id)).toMatchObject({
      organisationId: dora.person.organisationId,
      tenantId: dora.tenantId,
      endpoint: { authorization: token, url: request.url },
      secrets: [{ secret }],
    });
    const { secret: rotated } = valueOf(await rotateKeys(through(sealed), dora, id));
    expect((await find(sealed, id))?.secrets.map((one) => one.secret)).toEqual([rotated, secret]);
  });

  it("has no Authorization header if none was given, or if it was taken away", async () => {
    const { authorization: _authorization, ...without } = request;
    const never = valueOf(await addEndpoint(through(sealed), dora, without));
    const once = await add(sealed);
    await changeEndpoint(through(sealed), dora, once.id, { authorization: null });
    for (const { id } of [never, once]) {
      expect(await show(sealed, id)).toMatchObject({ hasAuthorization: false });
      expect((await find(sealed, id))?.endpoint).not.toHaveProperty("authorization");
    }
  });

  it("cannot be opened with another endpoint's secrets, nor with another key", async () => {
    const [one, other] = [await add(sealed), await add(sealed)];
    await expect(find(openVault([newer]), one.id)).rejects.toThrow("COUNTERSIGN_SECRET_KEY");
    const [, second] = await rows();
    await server.database.db
      .updateTable("webhook_endpoints")
      .set({ secrets: JSON.stringify(second!.secrets) })
      .where("id", "=", one.id)
      .execute();
    await expect(find(sealed, one.id)).rejects.toThrow("authenticate");
    expect((await find(sealed, other.id))?.endpoint.authorization).toBe(token);
  });
});

describe("sealing what is stored", () => {
  it("seals plain endpoints and those of an older key, and leaves the others as they are", async () => {
    const [first, second] = [await add(plain), await add(sealed)];
    const both = openVault([newer, older]);
    await seal(both);
    const after = await rows();
    expect(JSON.stringify(after)).not.toContain(first.secret);
    for (const { id, secret } of [first, second]) {
      const found = await find(openVault([newer]), id);
      expect(found).toMatchObject({ endpoint: { authorization: token }, secrets: [{ secret }] });
    }
    await seal(both);
    expect(await rows()).toEqual(after);
  });

  it("leaves plain endpoints as they are without a key, and fails for what it cannot open", async () => {
    const { id, secret } = await add(plain);
    const before = await rows();
    await seal(plain);
    expect(await rows()).toEqual(before);
    expect((await find(plain, id))?.secrets[0]?.secret).toBe(secret);
    await add(sealed);
    await expect(seal(plain)).rejects.toThrow("COUNTERSIGN_SECRET_KEY");
  });
});

describe("the endpoints of an organisation", () => {
  it("are listed in the order in which they were made, and none are of no organisation", async () => {
    const made = [await add(plain), await add(plain), await add(plain)];
    expect((await listEndpoints(through(plain), dora)).map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(await endpointsOf(plain, server.database.db, [])).toEqual([]);
    expect(await find(plain, "nothing")).toBeUndefined();
  });

  it("keep what a change does not name; one that is switched on again counts as repaired", async () => {
    const { id } = await add(plain);
    const stored = await find(plain, id);
    const failing = { ...stored!.endpoint, isEnabled: false, disabledBecause: "failing" };
    await server.database.db
      .updateTable("webhook_endpoints")
      .set({ document: JSON.stringify(failing) })
      .where("id", "=", id)
      .execute();
    const change = async (how: object) => valueOf(await changeEndpoint(through(plain), dora, id, how));
    expect(await change({ url: "https://other.example/" })).toMatchObject({
      url: "https://other.example/",
      types: request.types,
      isEnabled: false,
      disabledBecause: "failing",
      hasAuthorization: true,
    });
    const repaired = await change({ isEnabled: true, authorization: "Bearer other" });
    expect(repaired).toMatchObject({ isEnabled: true, url: "https://other.example/" });
    expect(repaired).not.toHaveProperty("disabledBecause");
    expect((await find(plain, id))?.endpoint.authorization).toBe("Bearer other");
  });
});
