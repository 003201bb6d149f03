import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { tierClient, tierOf } from "@countersign/server/features/tiers/testing/tier-client.ts";
import { rightsOf } from "@countersign/server/records/rights/rights-of-roles.ts";
import { putSetting } from "@countersign/server/records/settings/settings-store.ts";
import { timeLimit } from "@countersign/server/testing/database.ts";
import type { TestPerson } from "@countersign/server/testing/network.ts";
import { emailOf, idOf, testNetwork, makeAdmins } from "@countersign/server/testing/network.ts";
import type { TestServer } from "@countersign/server/testing/server.ts";
import { startTestServer } from "@countersign/server/testing/server.ts";
import type { Operation } from "#test/torture/fuzz/operations.ts";
import { operationsOf } from "#test/torture/fuzz/operations.ts";
import { valueFor } from "#test/torture/fuzz/values.ts";
import type { Right } from "@countersign/shared/contract/api/rights.ts";
import { rightSchema } from "@countersign/shared/contract/api/rights.ts";

vi.setConfig({ testTimeout: timeLimit });

/** Occurs only in data of the bakery, its reseller, that reseller's vendor and their documents. */
const canary = "canary-7f3a";

const insiders = ["alma", "amy", "ben", "carl", "cora", "mona", "nick", "dora", "vera"] as const satisfies TestPerson[];
const foreigners = ["paul", "pia", "sven", "vito"] as const satisfies TestPerson[];

let server: TestServer;
let operations: Operation[];
/** The ids of everything that belongs to the bakery and can occur in an address. */
let ids: string[];

const placeWithCanary = async (): Promise<string> => {
  const { id } = await server.place({
    note: `note ${canary}`,
    lines: [{ product: `Oven ${canary}`, quantity: "2", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
  });
  const carl = await server.signIn("carl");
  await carl.call("POST", `/v1/orders/${id}/comments`, { text: `comment ${canary}` });
  return id;
};

/** An account of the bakery in the web store. */
const openAccountWithCanary = () => {
  const { id, email, organisationId: accountId } = testNetwork.people.find((person) => person.id === idOf("amy"))!;
  const document = { kind: "regular", id, email, accountId, name: canary, isActivated: true } as const;
  return server.database.db
    .transaction()
    .execute((tx) => putSetting(tx, testNetwork.tenant.id, { kind: "shop-account", ownerId: id, document }));
};

/** A tier of the bakery's reseller, with its request. */
const setUpWithCanary = async (): Promise<string[]> => {
  const vera = await server.signIn("vera");
  await vera.call("PUT", "/v1/tier-products", { id: `PRD-${canary}`, name: canary, capabilities: [canary] });
  const { requests, configurations, fulfillmentRequests } = await tierClient(server).setUp(`PR-${canary}`, {
    product: { id: `PRD-${canary}`, name: canary },
    tier: tierOf("north", canary),
  });
  return [...requests, ...configurations, ...fulfillmentRequests].map(({ id }) => id);
};

/** A subscription of the bakery that its distributor's ERP has posted. */
const subscribeWithCanary = async (): Promise<string> => {
  const { id } = await server.place({
    lines: [{ product: `Rent ${canary}`, quantity: "1", unitPrice: { amountMinor: 100, currency: "EUR" } }],
    recurrence: { interval: "P1M", startsAt: "2026-11-21T00:00:00.000Z", timeZone: "UTC" },
  });
  const dora = await server.signIn("dora");
  await dora.call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
  const { status } = await dora.call("GET", `/v1/subscriptions/${id}`);
  if (status !== 200) throw new Error("There is no subscription to look for");
  return id;
};

beforeAll(async () => {
  server = await startTestServer();
  await makeAdmins(server.database.db, "dora");
  operations = operationsOf((await server.app.inject({ url: "/openapi.json" })).json());
  const decided = await placeWithCanary();
  const amy = await server.signIn("amy");
  await amy.call("POST", `/v1/orders/${decided}/decisions`, { outcome: "approved", reason: `reason ${canary}` });
  const alma = await server.signIn("alma");
  const url = `https://hooks.example/${canary}`;
  const hook = await alma.call("POST", "/v1/webhooks", { url, types: ["order.changed"] });
  const key = await alma.call("POST", "/v1/api-keys", {
    name: canary,
    personId: idOf("alma"),
    rights: ["orders:read"],
  });
  const { body: quote } = await (
    await server.signIn("carl")
  ).call("POST", "/v1/quotes", {
    requester: { email: emailOf("carl") },
    customer: { externalId: "bakery" },
    lines: [{ product: `Oven ${canary}`, quantity: "1" }],
  });
  await openAccountWithCanary();
  const tiers = await setUpWithCanary();
  const subscription = await subscribeWithCanary();
  ids = [
    ...tiers,
    subscription,
    quote["id"],
    await placeWithCanary(),
    decided,
    hook.body["id"],
    key.body["id"],
    idOf("amy"),
    "org-bakery",
  ].map(String);
}, timeLimit);
afterAll(() => server.stop());

const isStream = ({ path }: Operation): boolean => path.endsWith("/stream");

const bodyOf = ({ body }: Operation): { payload?: object } =>
  body === undefined ? {} : { payload: (body.examples[0] ?? valueFor(body.schema, seededRandom(7))) as object };

const queryOf = ({ parameters }: Operation): string => {
  const needed = parameters.filter((parameter) => parameter.in === "query" && parameter.required === true);
  const pairs = needed.map(({ name, schema }) => [name, String(valueFor(schema, seededRandom(7)))]);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
};

const call = async (operation: Operation, authorization: string, id = "some-id") => {
  const { statusCode, payload } = await server.app.inject({
    method: operation.method,
    url: operation.path.replaceAll(/\{\w+\}/g, id) + queryOf(operation),
    headers: { authorization, ...protocolHeaders },
    ...bodyOf(operation),
  });
  const code = statusCode < 400 ? undefined : (JSON.parse(payload) as { code: string }).code;
  return { status: statusCode, code, payload };
};

const tokenOf = async (name: TestPerson): Promise<string> =>
  `Bearer ${(await server.services.tokens.issue(idOf(name), null)).token}`;

const makeKey = async (name: TestPerson, rights: readonly Right[]): Promise<string> => {
  const dora = await server.signIn("dora");
  const { body } = await dora.call("POST", "/v1/api-keys", { name: "key", personId: idOf(name), rights });
  return `Bearer ${String(body["secret"])}`;
};

describe("every operation in the API's description", () => {
  it("refuses exactly those roles that do not give its right", async () => {
    for (const name of [...insiders, ...foreigners]) {
      const row = await server.database.db
        .selectFrom("people")
        .innerJoin("organisations", "organisations.id", "people.organisation_id")
        .select(["people.document", "organisations.kind"])
        .where("people.id", "=", idOf(name))
        .executeTakeFirstOrThrow();
      const rights = rightsOf(row.document.roles, row.kind);
      const token = await tokenOf(name);
      for (const operation of operations.filter(({ right }) => right !== undefined)) {
        const { status, code } = await call(operation, token);
        const isRefused = status === 403 && code === "right-missing";
        const cell = `${name} ${operation.method} ${operation.path}`;
        expect([cell, isRefused]).toEqual([cell, !rights.has(operation.right as Right)]);
      }
    }
  });

  it("refuses an API key that lacks its right, whatever else the key has or its person may do", async () => {
    for (const missing of rightSchema.options) {
      const others = rightSchema.options.filter((right) => right !== missing);
      const key = await makeKey("dora", others);
      for (const operation of operations.filter(({ right }) => right === missing)) {
        const { status, code } = await call(operation, key);
        expect([operation.path, status, code]).toEqual([operation.path, 403, "right-missing"]);
      }
    }
  });

  it("takes no API key if it names no right", async () => {
    const key = await makeKey("dora", rightSchema.options);
    for (const operation of operations.filter(({ right, isPublic }) => right === undefined && !isPublic)) {
      const { status, code } = await call(operation, key);
      expect([operation.path, status, code]).toEqual([operation.path, 403, "key-not-accepted"]);
    }
  });

  it("refuses another organisation's ids to everybody, administrators included, and leaks nothing", async () => {
    await makeAdmins(server.database.db, ...foreigners);
    for (const name of foreigners) {
      const token = await tokenOf(name);
      for (const operation of operations.filter(({ path }) => path.includes("{")))
        for (const id of ids) {
          const { status, payload } = await call(operation, token, id);
          const cell = `${name} ${operation.method} ${operation.path.replaceAll(/\{\w+\}/g, id)}`;
          expect([cell, status >= 400 && status < 500, payload.includes(canary)]).toEqual([cell, true, false]);
        }
    }
  });

  it("shows nothing of another organisation in a list, an answer to a request, or a replication", async () => {
    for (const name of foreigners) {
      const token = await tokenOf(name);
      const open = operations.filter((operation) => !operation.path.includes("{") && !isStream(operation));
      for (const operation of open) {
        const { payload, status } = await call(operation, token);
        const cell = `${name} ${operation.method} ${operation.path}`;
        expect([cell, status < 500, payload.includes(canary)]).toEqual([cell, true, false]);
        const showsAddress = !operation.isPublic && payload.includes(emailOf("amy"));
        expect([cell, showsAddress]).toEqual([cell, false]);
      }
      const client = await server.signIn(name);
      for (const collection of collectionNames)
        expect(JSON.stringify(await client.documents(collection))).not.toContain(canary);
    }
  });

  it("shows the canary to those who may see it, so that the test would notice it", async () => {
    for (const name of ["carl", "nick", "dora"] as const) {
      const client = await server.signIn(name);
      for (const list of ["orders", "quotes", "subscriptions"])
        expect(JSON.stringify((await client.call("GET", `/v1/${list}`)).body)).toContain(canary);
    }
    expect(JSON.stringify((await (await server.signIn("alma")).call("GET", "/v1/shop-accounts")).body)).toContain(
      canary,
    );
    for (const name of ["vera", "nick", "dora"] as const) {
      const client = await server.signIn(name);
      expect(JSON.stringify((await client.call("GET", "/v1/tier-requests")).body)).toContain(canary);
    }
  });
});
