import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";

import { buildApp } from "#server/node/app.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import { browse, linkIn } from "#server/testing/page.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { hashPassword } from "./password.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let browser: ReturnType<typeof browse>;

const old = "correct horse battery";
const renewed = "another long password";
const quarterHour = 15 * 60_000;

const post = async (url: string, payload: object) => {
  const answer = await server.app.inject({ method: "POST", url, payload });
  return [answer.statusCode, answer.payload];
};
const forget = (email: string) => post("/v1/password-resets", { email });
const signIn = async (name: TestPerson, password: string) =>
  (await post("/v1/sessions", { email: emailOf(name), password }))[0];

beforeAll(async () => {
  server = await startTestServer();
  browser = browse(server);
  const hash = await hashPassword(old);
  for (const name of ["amy", "ben", "gone"] as const)
    await server.database.db
      .insertInto("passwords")
      .values({ person_id: idOf(name), set_at: server.clock.now(), hash })
      .execute();
  await server.database.db.transaction().execute((tx) =>
    putSetting(tx, testNetwork.tenant.id, {
      kind: "mail-preferences",
      ownerId: idOf("ben"),
      document: { ...defaultMailPreferences, language: "de" },
    }),
  );
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.advance(quarterHour);
  server.mails.splice(0);
});

describe("somebody who forgot their password", () => {
  it("is mailed a link that sets a new one, once; the old one stays valid until then", async () => {
    expect(await forget(emailOf("amy").toUpperCase())).toEqual([202, "{}"]);
    await server.settle();
    expect(server.mails.map(({ to, subject }) => [to.address, subject])).toEqual([
      [emailOf("amy"), "A new password for your account at The bakery"],
    ]);
    expect(await signIn("amy", old)).toBe(201);
    const link = linkIn(server.mails[0]);
    expect((await browser.post(link, { password: renewed, again: renewed })).status).toBe(200);
    expect([await signIn("amy", old), await signIn("amy", renewed)]).toEqual([401, 201]);
    expect((await browser.post(link, { password: old, again: old })).status).toBe(404);
  });

  it("gets the mail in their own language", async () => {
    await forget(emailOf("ben"));
    await server.settle();
    expect(server.mails[0]?.subject).toBe("Ein neues Passwort für Ihr Konto bei The bakery");
    expect((await browser.get(linkIn(server.mails[0]))).html).toContain("Passwort festlegen");
  });

  it("gets the same answer as an unknown address and people without a password or access, who get no mail", async () => {
    const answers = [
      await forget("nobody@bakery.example"),
      await forget(emailOf("cora")),
      await forget(emailOf("gone")),
      await forget(emailOf("amy")),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await server.settle();
    expect(server.mails.map(({ to }) => to.address)).toEqual([emailOf("amy")]);
  });

  it("gets at most one mail in a quarter of an hour, and each new link ends the one before", async () => {
    for (let asked = 0; asked < 5; asked += 1) await forget(emailOf("amy"));
    await server.settle();
    expect(server.mails).toHaveLength(1);
    server.clock.advance(quarterHour);
    await forget(emailOf("amy"));
    await server.settle();
    const [first, second] = server.mails.map(linkIn);
    expect([(await browser.get(first!)).status, (await browser.get(second!)).status]).toEqual([404, 200]);
    server.clock.advance(4 * quarterHour);
    expect((await browser.get(second!)).status).toBe(404);
  });

  it("is subject to the rate limit for guessing", async () => {
    const app = await buildApp(server.services, { isDemo: false, limits: { guess: 1 } });
    const ask = async () =>
      (await app.inject({ method: "POST", url: "/v1/password-resets", payload: { email: emailOf("amy") } })).statusCode;
    expect([await ask(), await ask()]).toEqual([202, 429]);
    await app.close();
  });
});
