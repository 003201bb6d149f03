import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { buildApp } from "#server/node/app.ts";
import { forgetLinksQueue } from "#server/node/register-links.ts";
import { timeLimit } from "#server/testing/database.ts";
import { browse, linkIn } from "#server/testing/page.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { inquiryQueue } from "./change-tiers.ts";
import { tierClient, tierOf } from "./testing/tier-client.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let tiers: ReturnType<typeof tierClient>;
let browser: ReturnType<typeof browse>;

beforeAll(async () => {
  server = await startTestServer();
  tiers = tierClient(server);
  browser = browse(server);
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

const contacts = [
  { name: "Nele <b>", email: "nele@north.example", language: "de" },
  { name: "Nora", email: "nora@north.example" },
];

let orders = 0;

/** A request with an inquiry that was mailed to its contacts. */
const asked = async (inquiries: object[] = [{ parameterId: "code", problem: "Not a <code>." }]) => {
  orders += 1;
  const product = { id: `PRD-${orders}`, name: "Flour & bran" };
  const { requests } = await tiers.setUp(`PR-${orders}`, { product, tier: tierOf("north", "old", contacts) });
  const request = requests[0]!;
  await tiers.act("vera", request, "inquire", { inquiries });
  await server.settle();
  return request;
};

const mailTo = (address: string) => server.mails.find(({ to }) => to.address === address);

describe("the mail of an inquiry", () => {
  it("T17 goes to every contact of the tier in their language, with their own link", async () => {
    await asked();
    expect(server.mails.map(({ to }) => to.address).toSorted()).toEqual(contacts.map(({ email }) => email));
    const [german, english] = contacts.map(({ email }) => mailTo(email)!);
    expect(german?.subject).toBe("The mill benötigt Angaben von The north");
    expect(english?.subject).toBe("The mill needs data from The north");
    expect(english?.text).toContain("The code: Not a <code>.");
    expect(english?.html).toContain("Not a &lt;code&gt;.");
    expect(linkIn(german)).not.toBe(linkIn(english));
  });

  it("T17 is written once for an inquiry, and not for one that was answered meanwhile", async () => {
    const { id: requestId } = await asked();
    const { statusChangedAt } = (await tiers.open("vera", { id: requestId })).request;
    await server.services.jobs.sendAll(inquiryQueue, [{ requestId, at: statusChangedAt }]);
    await server.settle();
    expect(server.mails).toHaveLength(2);
    server.mails.splice(0);
    await tiers.act("nick", { id: requestId }, "answer", { values: { code: "C-1" } });
    await tiers.act("vera", { id: requestId }, "inquire", { inquiries: [{ parameterId: "code" }] });
    await tiers.act("nick", { id: requestId }, "answer", { values: { code: "C-2" } });
    await server.settle();
    expect(server.mails).toEqual([]);
  });

  it("keeps neither its link nor its text after sending, and stores the link's secret nowhere", async () => {
    await asked();
    const secret = linkIn(mailTo("nora@north.example")).split("/").at(-1)!;
    const { db } = server.database;
    const kept = [
      await db.selectFrom("mails").select("document").execute(),
      await db.selectFrom("one_time_links").selectAll().execute(),
    ];
    expect(JSON.stringify(kept)).not.toContain(secret);
  });
});

describe("the form of an inquiry", () => {
  it("T18 is applied when filled in: the request is pending with the values, the other contact's form answered", async () => {
    const request = await asked();
    const [german, english] = contacts.map(({ email }) => linkIn(mailTo(email)));
    const page = await browser.get(english!);
    expect(page.status).toBe(200);
    for (const part of [
      '<html lang="en">',
      '<label for="field-1">The code</label>',
      'value="old"',
      "Not a &lt;code&gt;.",
    ])
      expect(page.html).toContain(part);
    const sent = await browser.post(english!, { "value-1": "C-<1>" });
    expect([sent.status, sent.html.includes("Thank you")]).toEqual([200, true]);
    const { request: after } = await tiers.open("vera", request);
    expect([after.status, after.parameters[0]?.value]).toEqual(["pending", "C-<1>"]);
    const late = await browser.post(german!, { "value-1": "C-2" });
    expect([late.status, late.html.includes("Bereits beantwortet")]).toEqual([410, true]);
    expect((await tiers.open("vera", request)).request.parameters[0]?.value).toBe("C-<1>");
    const { body } = await tiers.call("vera", "GET", `/v1/tier-requests/${request.id}/history`);
    expect(JSON.stringify(body)).not.toContain("nora@");
  });

  it("T18 is shown again for wrong data, with the problems and what was typed; nothing is applied", async () => {
    const request = await asked([{ parameterId: "code", problem: "Not a code." }, { parameterId: "tenant" }]);
    const link = linkIn(mailTo("nora@north.example"));
    const wrong = await browser.post(link, { "value-1": "old", "value-2": `a"><script>` });
    expect(wrong.status).toBe(422);
    for (const part of [
      'role="alert"',
      'aria-invalid="true"',
      'aria-describedby="field-1-problem"',
      "This is the value that was not accepted: Not a code.",
      'value="a&quot;&gt;&lt;script&gt;"',
    ])
      expect(wrong.html).toContain(part);
    expect((await browser.post(link, { "value-1": " ", "value-2": "t" })).html).toContain("Please fill this in.");
    expect((await browser.post(link, { "value-1": "x".repeat(4_001), "value-2": "t" })).status).toBe(422);
    expect((await browser.post(link, { "value-1": "\0", "value-2": "t" })).status).toBe(422);
    expect((await tiers.open("vera", request)).request).toMatchObject({ status: "inquiring" });
    expect((await browser.post(link, { "value-1": "new", "value-2": "t" })).status).toBe(200);
  });

  it("T18 is refused if a value is missing that it did not ask for, naming it; nothing is applied", async () => {
    const { requests } = await tiers.setUp("PR-lacking", { tier: tierOf("north", "", contacts) });
    const request = requests[0]!;
    await tiers.act("vera", request, "set-pending");
    await tiers.act("vera", request, "inquire", { inquiries: [{ parameterId: "tenant" }] });
    await server.settle();
    const sent = await browser.post(linkIn(mailTo("nora@north.example")), { "value-1": "t" });
    expect([sent.status, sent.html.includes("The code")]).toEqual([422, true]);
    const { request: after } = await tiers.open("vera", request);
    expect([after.status, after.parameters[1]?.value]).toEqual(["inquiring", undefined]);
  });

  it("T18 is applied once if two contacts send it at the same moment", async () => {
    const request = await asked();
    const links = contacts.map(({ email }) => linkIn(mailTo(email)));
    const answers = await Promise.all(links.map((link, index) => browser.post(link, { "value-1": `C-${index}` })));
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 410]);
    expect((await tiers.open("vera", request)).request.status).toBe("pending");
  });

  it("T17 ends with its inquiry and after its time, and is found only by the mailed link", async () => {
    const request = await asked();
    const link = linkIn(mailTo("nora@north.example"));
    await tiers.act("vera", request, "set-pending");
    expect((await browser.get(link)).status).toBe(410);
    await tiers.act("vera", request, "inquire", { inquiries: [{ parameterId: "code" }] });
    expect((await browser.get(link)).status).toBe(410);
    server.mails.splice(0);
    await server.settle();
    const newer = linkIn(mailTo("nora@north.example"));
    expect((await browser.get(newer)).status).toBe(200);
    for (const other of [`${newer}x`, newer.replace("inquiries", "passwords"), "/pages/inquiries/x"])
      expect([other, (await browser.get(other)).status]).toEqual([other, 404]);
    server.clock.advance(15 * 24 * 3_600_000);
    expect((await browser.post(newer, { "value-1": "late" })).status).toBe(404);
    await server.jobs.tick(forgetLinksQueue);
    await server.settle();
    expect(await server.database.db.selectFrom("one_time_links").select("hash").execute()).toEqual([]);
  });

  it("runs no script, loads nothing, cannot be framed, sends no referrer and accepts no other site's form", async () => {
    await asked();
    const link = linkIn(mailTo("nora@north.example"));
    const { headers, html } = await browser.get(link);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect([headers["referrer-policy"], headers["cache-control"]]).toEqual(["same-origin", "no-store"]);
    expect(html).not.toMatch(/<script|\son\w+=|\ssrc=/);
    const foreign = await browser.post(link, { "value-1": "C-1" }, { origin: "https://elsewhere.example" });
    expect(foreign.status).toBe(403);
    const json = await server.app.inject({ method: "POST", url: link, payload: { "value-1": "C-1" } });
    expect([json.statusCode, json.headers["content-type"]]).toEqual([415, "text/html; charset=utf-8"]);
  });

  it("limits tries, with 429 in HTML as well", async () => {
    const app = await buildApp(server.services, { isDemo: false, limits: { guess: 3 } });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1)
      statuses.push((await app.inject({ url: `/pages/inquiries/guess-${count}` })).statusCode);
    expect(statuses).toEqual([404, 404, 404, 429, 429]);
    await app.close();
  });
});
