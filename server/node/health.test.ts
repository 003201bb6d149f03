import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const ask = async (url: string) => {
  const answer = await server.app.inject({ url });
  const { status, errors } = answer.json<{ status: unknown; errors?: unknown }>();
  return answer.statusCode === 200 ? status : [answer.statusCode, errors];
};

describe("a node", () => {
  it("is ready while its database answers with this version's schema and it accepts jobs", async () => {
    expect([await ask("/health"), await ask("/ready")]).toEqual(["ok", "ready"]);
  });

  it("is not ready with the schema of another version", async () => {
    const { db } = server.database;
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '')`.execute(db);
    expect(await ask("/ready")).toEqual([
      503,
      [{ path: "schema", code: "newer-than-version", problem: "is newer than this version" }],
    ]);
    await sql`delete from kysely_migration where name in ('9999-future', '0008-mail')`.execute(db);
    expect(await ask("/ready")).toEqual([
      503,
      [{ path: "schema", code: "older-than-version", problem: "is older than this version" }],
    ]);
    await sql`insert into kysely_migration (name, timestamp) values ('0008-mail', '')`.execute(db);
    expect(await ask("/ready")).toBe("ready");
  });

  it("is not ready when it accepts no jobs", async () => {
    const working = vi.spyOn(server.jobs, "isWorking").mockReturnValue(false);
    expect(await ask("/ready")).toEqual([503, [{ path: "jobs", code: "not-taken", problem: "are not accepted" }]]);
    working.mockRestore();
  });

  it("is not ready when its database does not answer, but is alive", async () => {
    const { db } = server.database;
    await sql`alter table kysely_migration rename to gone`.execute(db);
    expect(await ask("/ready")).toEqual([
      503,
      [{ path: "database", code: "not-answering", problem: "does not answer" }],
    ]);
    expect(await ask("/health")).toBe("ok");
    await sql`alter table gone rename to kysely_migration`.execute(db);
  });

  it("is not ready while it stops, but still answers requests", async () => {
    server.services.node.isStopping = true;
    expect(await ask("/ready")).toEqual([503, [{ path: "node", code: "stopping", problem: "is stopping" }]]);
    expect((await (await server.signIn("amy")).call("GET", "/v1/session")).status).toBe(200);
    server.services.node.isStopping = false;
  });
});
