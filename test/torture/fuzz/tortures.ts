import { problemSchema } from "@countersign/shared/contract/protocol.ts";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { testNetwork } from "@countersign/server/testing/network.ts";
import type { TestServer } from "@countersign/server/testing/server.ts";
import { startTestServer } from "@countersign/server/testing/server.ts";

import type { Torture, TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Operation } from "./operations.ts";
import { operationsOf } from "./operations.ts";
import type { FuzzRequest, Surroundings } from "./requests.ts";
import { randomRequest } from "./requests.ts";

const requestsPerRun = 1_000;

const people = ["dora", "nick", "alma", "amy", "carl", "paul"] as const;

interface Target {
  readonly server: TestServer;
  readonly operations: readonly Operation[];
}

let opened: Promise<Target> | undefined;

const open = async (): Promise<Target> => {
  const server = await startTestServer();
  const document: unknown = (await server.app.inject({ url: "/openapi.json" })).json();
  // A stream never ends by itself.
  return { server, operations: operationsOf(document).filter(({ path }) => !path.endsWith("/stream")) };
};

/** Undoes what earlier requests changed about people, so that each run follows from its seed alone and gets far. */
const prepare = async (server: TestServer): Promise<Surroundings> => {
  const { database, services } = server;
  for (const person of testNetwork.people) {
    const roles = person.id === "person-dora" ? (["distributor", "admin"] as const) : person.roles;
    await database.db
      .updateTable("people")
      .set({
        is_active: person.isActive,
        organisation_id: person.organisationId,
        document: JSON.stringify({ ...person, roles }),
      })
      .where("id", "=", person.id)
      .execute();
  }
  const clients = await Promise.all(people.map((name) => server.signIn(name)));
  const placed = [await server.place(), await server.place(), await server.place()];
  const signedIn = clients.map(({ headers }) => headers);
  const [dora] = clients;
  const hook = await dora?.call("POST", "/v1/webhooks", {
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

/** Random requests made from the API's own description: each is answered, none with a server error. */
export const answersRequests = async ({ seed }: TortureRun, requests: number): Promise<void> => {
  opened ??= open();
  const { server, operations } = await opened;
  const random = seededRandom(seed);
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

const close = async (): Promise<void> => {
  const target = await opened;
  opened = undefined;
  await target?.server.stop();
};

export const tortures: readonly Torture[] = [
  { name: "fuzz.requests", run: (run) => answersRequests(run, requestsPerRun), close },
];
