import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { delegationOperations } from "@countersign/shared/contract/api/delegations.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { answeredMeanwhile } from "#server/testing/answered-meanwhile.ts";
import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf } from "#server/testing/network.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { delegationsQueue, registerDelegations } from "./register.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.services.db.deleteFrom("delegations").execute());

const call = async (
  name: TestPerson,
  method: "DELETE" | "GET" | "POST",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => (await server.signIn(name)).call(method, path, body, headers);

const inHours = (count: number) => instantFromMillis(millisOf(server.clock.now()) + count * 3_600_000);

const request = (to: TestPerson, from: number, until: number, of?: TestPerson) => ({
  substitute: idOf(to),
  validFrom: inHours(from),
  validUntil: inHours(until),
  ...(of === undefined ? {} : { delegator: idOf(of) }),
});
const plan = (by: TestPerson, ...how: Parameters<typeof request>) =>
  call(by, "POST", "/v1/delegations", request(...how));

const listed = async (name: TestPerson) =>
  (await call(name, "GET", "/v1/delegations")).body["delegations"] as { id: string }[];

describe("a delegation", () => {
  it("is answered as it was arranged, and listed for the two whom it concerns, the earliest first", async () => {
    const wanted = request("mona", 5, 9);
    const { status, body: later } = await call("amy", "POST", "/v1/delegations", wanted);
    expect([status, later]).toEqual([
      201,
      {
        id: expect.any(String) as unknown,
        delegator: { personId: idOf("amy"), name: "amy" },
        substitute: { personId: idOf("mona"), name: "mona" },
        validFrom: wanted.validFrom,
        validUntil: wanted.validUntil,
      },
    ]);
    const { body: earlier } = await plan("amy", "mona", 1, 3);
    for (const name of ["amy", "mona"] as const) expect(await listed(name)).toEqual([earlier, later]);
    for (const name of ["ben", "alma", "paul"] as const) expect(await listed(name)).toEqual([]);
  });

  it("is arranged only between colleagues who may sign in", async () => {
    for (const [by, to, of] of [
      ["amy", "gone", "amy"],
      ["alma", "mona", "gone"],
      ["alma", "mona", "paul"],
    ] as const)
      expect(await plan(by, to, 1, 2, of)).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await listed("mona")).toEqual([]);
  });

  it("is refused if it ends before it begins", async () => {
    expect(await plan("amy", "mona", 3, 2)).toMatchObject({ status: 422, body: { code: "delegation-malformed" } });
    expect(await listed("amy")).toEqual([]);
  });

  it("is arranged once if its request is sent again under the same idempotency key", async () => {
    const wanted = request("mona", 1, 3);
    const send = () => call("amy", "POST", "/v1/delegations", wanted, { "idempotency-key": "holiday" });
    const [once, again] = [await send(), await send()];
    expect([once.status, again.status, again.body]).toEqual([201, 201, once.body]);
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(await listed("amy")).toEqual([once.body]);
  });

  it("is not arranged by a request whose repetition was answered meanwhile", async () => {
    const key = { "idempotency-key": "slow" };
    const { status, body } = await answeredMeanwhile(server.services.db, "delegations", () =>
      call("amy", "POST", "/v1/delegations", request("mona", 1, 3), key),
    );
    expect([status, body["code"]]).toEqual([409, "request-in-progress"]);
    expect(await listed("amy")).toEqual([]);
  });

  it("is ended by the delegator and administrators only", async () => {
    const { id } = (await plan("amy", "mona", 1, 3)).body;
    const end = (name: TestPerson, which: unknown = id) => call(name, "DELETE", `/v1/delegations/${String(which)}`);
    expect(await end("ben")).toMatchObject({
      status: 403,
      body: { code: "delegation-of-another", args: { person: "amy" } },
    });
    expect(await end("amy", "nothing")).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await listed("amy")).toHaveLength(1);
    expect((await end("alma")).status).toBe(204);
    expect(await listed("amy")).toEqual([]);
  });
});

describe("the run of the delegations", () => {
  const run = async (hours: number): Promise<void> => {
    server.clock.advance(hours * 3_600_000);
    await server.jobs.tick(delegationsQueue);
    await server.settle();
  };
  const asked = async (id: string) => {
    const { document } = await server.services.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", id as Order["id"])
      .executeTakeFirstOrThrow();
    return document.flow.stages.flatMap(({ candidates }) => candidates.map(({ name }) => name));
  };

  it("leaves out a delegation that was over before its turn", async () => {
    const { id } = await server.place();
    await plan("amy", "mona", 1, 2);
    await run(3);
    expect(await asked(id)).toEqual(["amy", "ben"]);
    expect((await (await server.signIn("alma")).order(id)).revision).toBe(1);
    await run(0);
    expect(await listed("amy")).toEqual([]);
  });

  it("applies all others if one cannot be applied, and that one the next time", async () => {
    const { id } = await server.place();
    const { db } = server.services;
    const { body: unlucky } = await plan("amy", "mona", 1, 9);
    await plan("ben", "cora", 2, 9);
    const fixed = sql`not (id = ${sql.lit(String(unlucky["id"]))} and state = 'running')`;
    await sql`alter table delegations add constraint fixed check (${fixed}) not valid`.execute(db);
    await run(3);
    expect(await asked(id)).toContain("cora");
    await sql`alter table delegations drop constraint fixed`.execute(db);
    await run(0);
    expect((await asked(id)).toSorted()).toEqual(["amy", "ben", "cora", "mona"]);
    await run(10);
    expect(await asked(id)).toEqual(["amy", "ben"]);
  });

  it("reaches the substitute's device, and leaves it when the delegation is over", async () => {
    const { id } = await server.place();
    const cora = await server.signIn("cora");
    const { checkpoint } = await cora.pull("orders");
    await plan("amy", "cora", 1, 4);
    await run(2);
    const shown: unknown = expect.objectContaining({ document: expect.objectContaining({ id }) as unknown });
    expect((await cora.pull("orders", checkpoint)).rows).toContainEqual(shown);
    await run(4);
    expect((await cora.pull("orders", checkpoint)).rows).toContainEqual({ deleted: true, id });
  });
});

describe("the description of the API", () => {
  it("explains what delegations are arranged with", async () => {
    for (const each of await descriptionsOf(server.app, delegationOperations))
      expect(each).toMatchObject({ tags: ["delegations"], isUsable: true });
  });
});

describe("the jobs of delegations", () => {
  it("keep their names, because they outlive a deployment, and run every minute", async () => {
    expect(await registeredJobs(server.services, registerDelegations)).toEqual({ "delegations-apply": "* * * * *" });
  });
});
