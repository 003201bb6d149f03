import { problemSchema } from "@countersign/shared/contract/protocol.ts";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { idOf, testNetwork } from "@countersign/server/testing/network.ts";
import type { TestServer } from "@countersign/server/testing/server.ts";
import { sharedPostgres } from "@countersign/server/testing/database.ts";
import { startTestServer } from "@countersign/server/testing/server.ts";

import { setup as sharePostgres } from "#test/support/shared-postgres.ts";
import type { Torture, TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Operation } from "./operations.ts";
import { operationsOf } from "./operations.ts";
import type { FuzzRequest, Surroundings } from "./requests.ts";
import { randomRequest } from "./requests.ts";

const requestsPerRun = 1_000;

const people = ["dora", "nick", "alma", "amy", "carl", "paul"] as const;

/** The documented requests; a stream never ends by itself. */
const readOperations = async ({ app }: TestServer): Promise<readonly Operation[]> => {
  const document: unknown = (await app.inject({ url: "/openapi.json" })).json();
  return operationsOf(document).filter(({ path }) => !path.endsWith("/stream"));
};

const prepare = async (server: TestServer): Promise<Surroundings> => {
  const { database, services } = server;
  const id = idOf("dora");
  const dora = testNetwork.people.find((person) => person.id === id);
  // With every right, requests get far.
  await database.db
    .updateTable("people")
    .set({ document: JSON.stringify({ ...dora, roles: ["distributor", "admin"] }) })
    .where("id", "=", id)
    .execute();
  const clients = await Promise.all(people.map((name) => server.signIn(name)));
  const placed = [await server.place(), await server.place(), await server.place()];
  const signedIn = clients.map(({ headers }) => headers);
  const hook = await clients[0]?.call("POST", "/v1/webhooks", {
    url: "https://hooks.example/orders",
    types: ["order.changed"],
  });
  return {
    callers: [...signedIn, ...signedIn, ...signedIn, {}, { authorization: "Bearer csk_unknown" }],
    orders: placed.map(({ id }) => id),
    others: [...people.map((name) => `person-${name}`), String(hook?.body["id"]), services.ids.next(), "org-bakery"],
  };
};

const describe = (request: FuzzRequest): string => JSON.stringify(request).slice(0, 2_000);

const objectionTo = (status: number, type: string, payload: string): string | undefined => {
  if (status >= 500) return `was answered with ${status}: ${payload.slice(0, 300)}`;
  if (status < 400) return undefined;
  if (!type.startsWith("application/problem+json")) return `was refused with ${status} and no problem but ${type}`;
  const problem = problemSchema.safeParse(JSON.parse(payload));
  if (!problem.success || problem.data.status !== status) return `was refused with a problem that is none: ${payload}`;
  return undefined;
};

const tryRequests = async (server: TestServer, { seed }: TortureRun, requests: number): Promise<void> => {
  const random = seededRandom(seed);
  const operations = await readOperations(server);
  const surroundings = await prepare(server);
  for (let count = 0; count < requests; count += 1) {
    const request = randomRequest(operations, surroundings, random);
    const { statusCode, headers, payload } = await server.app.inject(request);
    const objection = objectionTo(statusCode, String(headers["content-type"]), payload);
    if (objection !== undefined) throw new Finding(`Request ${count} ${objection}\n${describe(request)}`);
  }
  const { statusCode } = await server.app.inject({ url: "/ready" });
  if (statusCode !== 200) throw new Finding(`The server is not ready after the requests: ${statusCode}`);
};

/**
 * Random requests made from the API's own description: each is answered, none with a server error. Each run has a server of
 * its own, so that it follows from its seed alone.
 */
export const answersRequests = async (run: TortureRun, requests: number): Promise<void> => {
  const server = await startTestServer();
  try {
    await tryRequests(server, run, requests);
  } finally {
    await server.stop();
  }
};

let closePostgres: Promise<() => Promise<void>> | undefined;

/** One PostgreSQL for all runs; in a run of the tests, theirs. */
const openPostgres = async (): Promise<void> => {
  if (process.env[sharedPostgres] === undefined) closePostgres ??= sharePostgres();
  await closePostgres;
};

const close = async (): Promise<void> => {
  if (closePostgres === undefined) return;
  const stop = await closePostgres;
  closePostgres = undefined;
  Reflect.deleteProperty(process.env, sharedPostgres);
  await stop();
};

const run = async (one: TortureRun): Promise<void> => {
  await openPostgres();
  await answersRequests(one, requestsPerRun);
};

export const tortures: readonly Torture[] = [{ name: "fuzz.requests", run, close }];
