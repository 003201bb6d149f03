import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { demoPeopleAnswerSchema, signedInSchema } from "@countersign/shared/contract/protocol.ts";

import { buildApp } from "#server/node/app.ts";
import { createServices } from "#server/node/create-services.ts";
import { timeLimit } from "#server/testing/database.ts";
import { emailOf, idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { algorithm, signingKey } from "./signing-key.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const sessionWith = async (token: string) => {
  const headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
  const answer = await server.app.inject({ url: "/v1/session", headers });
  return { status: answer.statusCode, code: answer.json<{ code?: string }>().code };
};
const refused = { status: 401, code: "session-refused" };

const claims = (token: SignJWT, { issuer = "countersign-server", audience = "countersign-client" } = {}): SignJWT => {
  const now = Math.floor(Date.parse(server.clock.now()) / 1000);
  return token
    .setProtectedHeader({ alg: algorithm })
    .setSubject(idOf("dora"))
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(now + 60);
};

describe("a session", () => {
  it("belongs to the person who signed in", async () => {
    const amy = await server.signIn("amy");
    expect(await amy.call("GET", "/v1/session")).toMatchObject({
      status: 200,
      body: { person: { email: emailOf("amy") }, epoch: expect.any(String) as unknown },
    });
  });

  it("is accepted by every node on the same database", async () => {
    const { database, services } = server;
    const other = await createServices(database.db, services, services);
    const { token } = await other.tokens.issue(idOf("amy"), null);
    expect((await sessionWith(token)).status).toBe(200);
  });

  it("is refused if it is missing, malformed, or signed with another key", async () => {
    const foreign = await claims(new SignJWT()).sign((await generateKeyPair(algorithm)).privateKey);
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"${idOf("dora")}"}`)}.`.replaceAll("=", "");
    for (const token of ["", "nonsense", foreign, unsigned]) expect(await sessionWith(token)).toEqual(refused);
  });

  it("is refused if it was issued by or for another system", async () => {
    const { privateKey } = await signingKey(server.database.db, server.services);
    const sign = (names: Parameters<typeof claims>[1]) => claims(new SignJWT(), names).sign(privateKey);
    expect((await sessionWith(await sign({}))).status).toBe(200);
    expect(await sessionWith(await sign({ issuer: "another" }))).toEqual(refused);
    expect(await sessionWith(await sign({ audience: "another" }))).toEqual(refused);
  });

  it("ends with the person's account at once, and after thirty days", async () => {
    const ben = await server.signIn("ben");
    const setActive = (isActive: boolean) =>
      server.database.db.updateTable("people").set({ is_active: isActive }).where("id", "=", idOf("ben")).execute();
    await setActive(false);
    expect((await ben.call("GET", "/v1/session")).status).toBe(401);
    await setActive(true);
    expect((await ben.call("GET", "/v1/session")).status).toBe(200);
    server.clock.advance(30 * 24 * 60 * 60 * 1000);
    expect((await ben.call("GET", "/v1/session")).status).toBe(401);
  });

  it("ends with a new password, on every device, even if it begins with the old one at that moment", async () => {
    const { database, services } = server;
    const setPassword = async () => {
      const set_at = server.clock.now();
      await database.db
        .insertInto("passwords")
        .values({ person_id: idOf("cora"), set_at, hash: "-" })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ set_at }))
        .execute();
      return set_at;
    };
    const statusOf = async (token: string) => (await sessionWith(token)).status;
    const before = await services.tokens.issue(idOf("cora"), null);
    const first = await setPassword();
    const byFirst = await services.tokens.issue(idOf("cora"), first);
    expect([await statusOf(before.token), await statusOf(byFirst.token)]).toEqual([401, 200]);
    const second = await setPassword();
    // A sign-in with the old password, checked before the change, gets its token only now.
    const late = await services.tokens.issue(idOf("cora"), first);
    const bySecond = await services.tokens.issue(idOf("cora"), second);
    expect(await Promise.all([byFirst, late, bySecond].map(({ token }) => statusOf(token)))).toEqual([401, 401, 200]);
  });
});

describe("the demo", () => {
  const signIn = (email: string) => server.app.inject({ method: "POST", url: "/v1/demo/sessions", payload: { email } });

  it("offers its people and signs them in by address, regardless of case", async () => {
    const people = demoPeopleAnswerSchema.parse((await server.app.inject({ url: "/v1/demo/people" })).json());
    expect(people.map(({ name, role, organisation }) => [name, role, organisation])).toEqual([
      ["amy", "approver", "The bakery"],
      ["ben", "approver", "The bakery"],
    ]);
    const { token, person } = signedInSchema.parse((await signIn("AMY@bakery.example")).json());
    expect(person.name).toBe("amy");
    expect((await sessionWith(token)).status).toBe(200);
  });

  it("does not sign in strangers or inactive people", async () => {
    for (const email of ["nobody@example.com", emailOf("gone")]) {
      const answer = await signIn(email);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, "person-unknown"]);
    }
  });

  it("does not exist on a server that is not one", async () => {
    const app = await buildApp(server.services, { isDemo: false });
    const answers = [
      await app.inject({ url: "/v1/demo/people" }),
      await app.inject({ method: "POST", url: "/v1/demo/sessions", payload: { email: emailOf("amy") } }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    await app.close();
  });
});
