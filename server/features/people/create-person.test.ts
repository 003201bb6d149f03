import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";
import type { ShopSettings } from "@countersign/shared/domain/shop-account.ts";

import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import { browse, linkIn } from "#server/testing/page.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { changePerson } from "./change-person.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let browser: ReturnType<typeof browse>;

const tenantId = testNetwork.tenant.id;
const organisation = (key: string) => testNetwork.organisations.find(({ externalId }) => externalId === key)!.id;

beforeAll(async () => {
  server = await startTestServer();
  browser = browse(server);
  await changePerson(
    server.services,
    { tenantId, personId: idOf("mona"), by: "network" },
    { roles: ["account-manager", "cost-centre-manager"] },
  );
  await changePerson(
    server.services,
    { tenantId, personId: idOf("dora"), by: "network" },
    { roles: ["distributor", "admin"] },
  );
}, timeLimit);
afterAll(() => server.stop());
/** No test sees the mails of those before it. */
beforeEach(async () => {
  await server.settle();
  server.mails.splice(0);
});

let count = 0;
const subAccount = (change: object = {}) => {
  count += 1;
  return { kind: "sub-account", name: `Sub ${count}`, email: `sub-${count}@bakery.example`, ...change };
};
const create = async (name: TestPerson, body: object) => {
  const answer = await (await server.signIn(name)).call("POST", "/v1/people", body);
  return {
    ...answer,
    person: answer.body["person"] as { id: string; email: string; roles: string[] },
    account: answer.body["account"] as Record<string, unknown>,
  };
};
const refusal = async (name: TestPerson, body: object) => {
  const { status, body: answer } = await create(name, body);
  return [status, answer["code"]];
};
const settings = (change: Partial<ShopSettings>) =>
  server.database.db.transaction().execute((tx) =>
    putSetting(tx, tenantId, {
      kind: "shop-settings",
      ownerId: tenantId,
      document: { ...defaultShopSettings, ...change },
    }),
  );
const signIn = async (email: string, password: string) => {
  const payload = { email, password };
  const answer = await server.app.inject({ method: "POST", url: "/v1/sessions", payload });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
};

const password = "correct horse battery";

describe("POST /v1/people by an account manager", () => {
  it("S05 S12 S13 S34 makes a sub-account of the manager's ERP customer, with its fields S16 S17 S18 S19 S23 S25 S27", async () => {
    const wanted = subAccount({ mayOrder: true, maySeePrices: true, maySeeStock: true, mayAuthorize: true });
    const { status, person, account } = await create("mona", wanted);
    expect(status).toBe(201);
    expect(account).toEqual({
      ...wanted,
      id: person.id,
      accountId: organisation("bakery"),
      isActivated: true,
      budget: { kind: "unlimited" },
    });
    expect(person.roles).toEqual(["requester", "authorizer"]);
    const colleagues = await (await server.signIn("alma")).documents("people");
    expect(colleagues.map(({ id }) => id)).toContain(person.id);
    const elsewhere = await (await server.signIn("paul")).documents("people");
    expect(elsewhere.map(({ id }) => id)).not.toContain(person.id);
  });

  it("S12 is only for account managers, and only in their own company", async () => {
    expect(await refusal("carl", subAccount())).toEqual([403, "not-an-account-manager"]);
    expect(await refusal("alma", subAccount())).toEqual([403, "sub-account-made-by-manager"]);
    expect(await refusal("mona", subAccount({ organisationId: organisation("press") }))).toEqual([404, "not-found"]);
    expect(await refusal("mona", { ...subAccount(), kind: "account-manager" })).toEqual([
      403,
      "role-given-by-administrator",
    ]);
    expect(await refusal("mona", { ...subAccount(), kind: "person", roles: ["admin"] })).toEqual([403, "not-allowed"]);
  });

  it.each([
    ["S20 S21", { mayViewAndOrder: false }, { mayOrder: true }, "ordering-off-in-shop"],
    ["S20 S22 S37", { onlineOrderPayments: "prepayment" }, { mayOrder: true }, "payment-not-on-account"],
    ["S24", { showsPrices: false }, { maySeePrices: true }, "prices-off-in-shop"],
    ["S26", { showsStock: false }, { maySeeStock: true }, "stock-off-in-shop"],
  ] as const)(
    "S20 S21 S22 S24 S26 S37 cannot enable what the shop withholds: %s",
    async (_rules, withheld, flag, code) => {
      await settings(withheld);
      expect(await refusal("mona", subAccount(flag))).toEqual([422, code]);
      expect((await create("mona", subAccount())).status).toBe(201);
      await settings({});
    },
  );

  it("S28 S29 S30 S31 S36 accepts limits with other people of the company as authorizers, who may authorize", async () => {
    const authorizer = (await create("mona", subAccount({ mayAuthorize: true }))).person.id;
    const idle = (await create("mona", subAccount())).person.id;
    const limited = (...authorizers: string[]) => ({
      mayOrder: true,
      budget: {
        kind: "limited",
        limits: [{ limit: { amountMinor: 10_000, currency: "EUR" }, authorizers }],
      },
    });
    expect(await refusal("mona", subAccount(limited(idle)))).toEqual([422, "may-not-authorize"]);
    expect(await refusal("mona", subAccount(limited(idOf("paul"))))).toEqual([422, "authorizer-unknown"]);
    const { status, account } = await create("mona", subAccount(limited(authorizer)));
    expect([status, account["budget"]]).toEqual([201, limited(authorizer).budget]);
  });

  it("S35 lets the new sub-account order if it may, and refuses its orders if not", async () => {
    for (const [mayOrder, expected] of [
      [true, 201],
      [false, 422],
    ] as const) {
      const { person } = await create("mona", subAccount({ mayOrder }));
      const dora = await server.signIn("dora");
      const { status } = await dora.call("POST", "/v1/orders", {
        source: { system: "api" },
        requester: { email: person.email },
        customer: { externalId: "bakery" },
        lines: [{ product: "Oven", quantity: "1", unitPrice: { amountMinor: 100, currency: "EUR" } }],
      });
      expect(status).toBe(expected);
    }
  });

  it("refuses an address that is taken, and makes one person of a repeated request", async () => {
    expect(await refusal("mona", subAccount({ email: emailOf("amy").toUpperCase() }))).toEqual([409, "address-taken"]);
    const mona = await server.signIn("mona");
    const body = subAccount();
    const key = { "idempotency-key": "sub-1" };
    const [first, second] = [
      await mona.call("POST", "/v1/people", body, key),
      await mona.call("POST", "/v1/people", body, key),
    ];
    expect([first.status, second.body]).toEqual([201, first.body]);
    await server.settle();
    expect(server.mails).toHaveLength(1);
  });
});

describe("POST /v1/people by an administrator", () => {
  it("S11 makes accounts with the role Account manager, S10 only for a business customer", async () => {
    const manager = { ...subAccount(), kind: "account-manager" };
    const { status, person } = await create("alma", manager);
    expect([status, person.roles]).toEqual([201, ["account-manager", "requester"]]);
    const inReseller = { ...subAccount(), kind: "account-manager", organisationId: organisation("north") };
    expect(await refusal("dora", inReseller)).toEqual([422, "role-for-business-customers-only"]);
  });

  it("adds people to the administrator's own organisation, for the distributor's to any, with roles it has", async () => {
    const vendor = { ...subAccount(), kind: "person", roles: ["approver"], organisationId: organisation("mill") };
    expect((await create("dora", vendor)).status).toBe(201);
    expect(await refusal("alma", { ...vendor, email: "x@mill.example" })).toEqual([404, "not-found"]);
    expect(await refusal("alma", { ...subAccount(), kind: "person", roles: ["distributor"] })).toEqual([
      422,
      "role-misplaced",
    ]);
  });
});

describe("the invitation of a new sub-account", () => {
  it("S32 is mailed to its address in its language, S33 and its link sets the password for signing in", async () => {
    const { person } = await create("mona", subAccount({ language: "de", mayOrder: true }));
    await server.settle();
    expect(server.mails.map(({ to, subject }) => [to.address, subject])).toEqual([
      [person.email, "Ihr Konto bei The bakery"],
    ]);
    const link = linkIn(server.mails[0]);
    const page = await browser.get(link);
    for (const part of ['<html lang="de">', 'autocomplete="new-password"', person.email])
      expect(page.html).toContain(part);
    expect((await signIn(person.email, password)).status).toBe(401);

    expect((await browser.post(link, { password: "short", again: "short" })).html).toContain("mindestens 12 Zeichen");
    expect((await browser.post(link, { password, again: `${password}!` })).html).toContain("stimmen nicht überein");
    expect((await browser.post(link, { password: person.email, again: person.email })).status).toBe(422);
    const done = await browser.post(link, { password, again: password });
    expect([done.status, done.html.includes("https://app.example/")]).toEqual([200, true]);

    const { status, body } = await signIn(person.email.toUpperCase(), password);
    expect([status, (body["person"] as { id: string }).id]).toEqual([201, person.id]);
    const { statusCode } = await server.app.inject({
      url: "/v1/orders",
      headers: { authorization: `Bearer ${String(body["token"])}` },
    });
    expect(statusCode).toBe(200);
    expect((await browser.get(link)).status).toBe(404);
    const stored = await server.database.db
      .selectFrom("passwords")
      .select("hash")
      .where("person_id", "=", person.id as never)
      .executeTakeFirstOrThrow();
    expect(stored.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("S32 is also mailed to one that is not activated, S18 which can sign in once it is", async () => {
    const { person } = await create("mona", subAccount({ isActivated: false }));
    await server.settle();
    expect((await browser.post(linkIn(server.mails[0]), { password, again: password })).status).toBe(200);
    expect((await signIn(person.email, password)).status).toBe(401);
    await changePerson(server.services, { tenantId, personId: person.id as never, by: "network" }, { isActive: true });
    expect((await signIn(person.email, password)).status).toBe(201);
  });

  it("S33 is sent again only on its manager's demand; a new link ends the old one, and each expires after a week", async () => {
    const { person } = await create("mona", subAccount());
    await server.settle();
    const invite = async (name: TestPerson, id = person.id) =>
      (await (await server.signIn(name)).call("POST", `/v1/people/${id}/invitations`)).status;
    expect([await invite("carl"), await invite("pia"), await invite("mona", idOf("amy"))]).toEqual([403, 404, 403]);
    expect(await invite("mona")).toBe(202);
    await server.settle();
    const [first, second] = server.mails.map(linkIn);
    expect([(await browser.get(first!)).status, (await browser.get(second!)).status]).toEqual([404, 200]);
    server.clock.advance(8 * 24 * 3_600_000);
    expect((await browser.get(second!)).status).toBe(404);
    server.clock.advance(-8 * 24 * 3_600_000);
  });
});

describe("POST /v1/sessions", () => {
  it("answers a wrong password, an unknown address and one without a password alike", async () => {
    const { person } = await create("mona", subAccount());
    await server.settle();
    await browser.post(linkIn(server.mails[0]), { password, again: password });
    const answers = [
      await signIn(person.email, "another password"),
      await signIn("nobody@bakery.example", password),
      await signIn(emailOf("amy"), password),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect([answers[0]?.status, answers[0]?.body["code"]]).toEqual([401, "sign-in-refused"]);
  });

  it("checks no further password for an address after ten wrong ones, whether the address is known or not", async () => {
    const { person } = await create("mona", subAccount());
    await server.settle();
    await browser.post(linkIn(server.mails[0]), { password, again: password });
    for (const address of [person.email, "nobody-at-all@bakery.example"]) {
      const statuses: number[] = [];
      for (let tries = 0; tries < 11; tries += 1) statuses.push((await signIn(address, `wrong ${tries}`)).status);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    }
    expect((await signIn(person.email, password)).status).toBe(429);
    server.clock.advance(16 * 60 * 1_000);
    expect((await signIn(person.email, password)).status).toBe(201);
  });
});
