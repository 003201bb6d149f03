import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { composeReminder } from "./compose.ts";
import { registerMail, remindersQueue } from "./register.ts";
import { render } from "./render.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

const mailTo = async (name: TestPerson, subject: string) => {
  await server.settle();
  const found = server.mails.filter((mail) => mail.to.name === name && mail.subject.includes(subject));
  expect(found).toHaveLength(1);
  return found[0]!;
};
const lines = (text: string): string[] => text.split("\n");

describe("a mail about an order", () => {
  it("says what it is about, line by line, where to open it, and why it was sent", async () => {
    const { id, number } = await server.place({ placedAt: "2026-11-20T08:00:00Z" });
    const mail = await mailTo("amy", "needs your approval");
    expect(mail).toMatchObject({
      to: { name: "amy", address: emailOf("amy") },
      subject: `Order ${number} needs your approval`,
      references: `<${id}@countersign>`,
    });
    expect(lines(mail.text)).toEqual([
      "carl placed an order that needs your decision.",
      "",
      `Order: ${number}`,
      "Customer: The bakery",
      "Amount: 1,200.00\u00A0EUR",
      expect.stringMatching(/^Placed: Nov 20, 2026, .*8:00:00/),
      expect.stringMatching(/^Why you are asked: .*spending limit/),
      "",
      `Open the order: https://app.example/#/orders/${id}`,
      "",
      "-- ",
      expect.stringContaining("Countersign sent you this"),
      "",
    ]);
    for (const part of [number, "The bakery", "1,200.00", "Nov 20, 2026", `href="https://app.example/#/orders/${id}"`])
      expect(mail.html).toContain(part);
  });

  it("gives no reason to be asked to those who are not, and no price if there is none", async () => {
    await server.place({ lines: [{ product: "Salt", quantity: "1" }] });
    const received = await mailTo("carl", "We have your order");
    expect(received.text).toContain("Amount: No price");
    expect(received.text).not.toMatch(/Why you are asked|Reason/);
    expect((await mailTo("nick", "from The bakery")).text).toContain("The bakery placed an order.");
  });

  it("names the reason of a rejection to the requester only, and only if there is one", async () => {
    const { id } = await server.place();
    const ben = await server.signIn("ben");
    await ben.device().push(ben.device().reject({ id }, "Too many ovens"));
    expect(lines((await mailTo("carl", "was rejected")).text)).toContain("Reason: Too many ovens");
    expect((await mailTo("amy", "no longer needs")).text).not.toContain("Too many ovens");
  });

  it("gives the reason that counts, not that of a rejection that was taken back", async () => {
    const { id } = await server.place();
    const ben = await server.signIn("ben");
    const device = ben.device();
    const first = device.reject({ id }, "By mistake");
    await device.push(first);
    await device.push(device.reverse({ id }, first.id));
    await server.settle();
    server.mails.splice(0);
    await device.push(device.reject({ id }, "Too dear"));
    const { text } = await mailTo("carl", "was rejected");
    expect([text.includes("Too dear"), text.includes("By mistake")]).toEqual([true, false]);
  });

  it("A76 shows nobody above the reseller what the customer pays", async () => {
    const policy = testNetwork.policies[0]!;
    const store = (rules: object[]) =>
      server.services.db
        .updateTable("policies")
        .set({ document: JSON.stringify({ ...policy, rules }) })
        .where("id", "=", policy.id)
        .execute();
    const candidates = [{ personId: idOf("dora"), name: "dora" }];
    await store([{ ...policy.rules[1], condition: { when: "every-order" }, role: "distributor", candidates }]);
    await server.place();
    const { text, html } = await mailTo("dora", "needs your approval");
    expect(text).toContain("Amount: No price");
    for (const part of [text, html]) expect(part).not.toContain("1,200.00");
    await store([...policy.rules]);
  });
});

describe("a reminder", () => {
  it("S43 lists each order with its customer and amount, and links to the inbox", async () => {
    await sql`update orders set document = jsonb_set(document, '{status}', '"rejected"')`.execute(server.services.db);
    const [first, second] = [await server.place(), await server.place({ lines: [{ product: "Salt", quantity: "1" }] })];
    await server.settle();
    server.mails.splice(0);
    // From Saturday on to Monday.
    server.clock.advance(2 * 24 * 3_600_000);
    await server.jobs.tick(remindersQueue);
    const mail = await mailTo("amy", "Orders waiting for you");
    expect(mail.subject).toBe("Orders waiting for you: 2");
    expect(lines(mail.text)).toEqual([
      expect.stringMatching(/^The oldest has waited since Nov 21, 2026/),
      "",
      `${first.number}: The bakery, 1,200.00\u00A0EUR`,
      `${second.number}: The bakery, No price`,
      "",
      "Open the inbox: https://app.example/",
      "",
      "-- ",
      expect.stringContaining("Countersign sent you this"),
      "",
    ]);
    expect(mail).not.toHaveProperty("references");
  });

  it("has no link if nobody knows where the application is", () => {
    const person = { id: idOf("amy") } as unknown as Parameters<typeof composeReminder>[1]["person"];
    const preferences = { language: "en", timeZone: "UTC" } as const;
    const content = composeReminder({ count: 0, oldest: [] }, { person, preferences }, undefined);
    expect(content).not.toHaveProperty("link");
    const { text, html } = render(content);
    expect([text.includes("http"), html.includes("<a")]).toEqual([false, false]);
    expect(html).not.toContain("undefined");
  });
});

describe("the jobs of mail", () => {
  it("keep their names, because they outlive a deployment, and run when nobody waits for them", async () => {
    const settings = { transport: { send: () => Promise.reject(new Error("unused")) }, publicUrl: async () => "" };
    expect(await registeredJobs(server.services, (services) => registerMail(services, settings))).toEqual({
      "mail-event": "retried",
      "mail-send": "retried",
      "mail-reminders": "*/15 * * * *",
      "mail-forget": "37 3 * * *",
      "mail-left-behind": "7 5 * * *",
    });
  });
});
