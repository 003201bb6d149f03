import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { confirmationRecipient } from "./recipients.ts";
import { forgetMailsQueue, leftBehindQueue } from "./register.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

/** Who got which mail in this test. */
const sent = () => server.mails.map(({ to, subject }) => [to.name, subject.replace(/SO-\d+/, "SO")]);

const decide = async (name: TestPerson, id: string, how: "approve" | "reject", stageId = "stage-1") => {
  const device = (await server.signIn(name)).device();
  await device.push(
    how === "approve" ? device.approve({ id }, stageId) : device.reject({ id }, "Too many ovens", stageId),
  );
  await server.settle();
};

describe("mail about an order", () => {
  it("I06 I08 W13 W14 asks the manager first, all approvers when their stage opens, and tells requester and reseller", async () => {
    const { id } = await server.place({ costCentre: { id: "flour", name: "Flour" } });
    await server.settle();
    expect(sent()).toEqual(
      expect.arrayContaining([
        ["carl", "We have your order SO"],
        ["nick", "Order SO from The bakery"],
        ["mona", "Order SO needs your approval"],
      ]),
    );
    expect(server.mails).toHaveLength(3);
    expect(server.mails[0]?.text).toContain(`https://app.example/#/orders/${id}`);
    server.mails.splice(0);
    await decide("mona", id, "approve");
    expect(new Set(server.mails.map(({ to }) => to.name))).toEqual(new Set(["amy", "ben"]));
    expect(sent()).toEqual([1, 2].map(() => [expect.any(String) as unknown, "Order SO needs your approval"]));
    expect(server.mails[0]?.text).toContain(
      "1,200.00\u00A0EUR exceeds the spending limit of 100.00\u00A0EUR per order.",
    );
    server.mails.splice(0);
    await decide("amy", id, "approve", "stage-2");
    expect(sent()).toEqual([["carl", "Order SO was approved"]]);
    const thread = new Set(server.mails.map(({ references }) => references));
    expect([...thread]).toEqual([`<${id}@countersign>`]);
  });

  it("A16 A23 S45 tells the requester of a rejection with its reason", async () => {
    const { id } = await server.place();
    await decide("ben", id, "reject");
    const mail = server.mails.find(({ subject }) => subject.includes("was rejected"));
    expect(mail?.to.address).toBe(emailOf("carl"));
    expect(mail?.text).toContain("Reason: Too many ovens");
  });

  it("A17 tells everybody asked at the same time that they are no longer needed, but nobody of a later step", async () => {
    const { id } = await server.place({ costCentre: { id: "flour", name: "Flour" } });
    await server.settle();
    server.mails.splice(0);
    await decide("mona", id, "reject");
    expect(sent()).toEqual([["carl", "Order SO was rejected"]]);
    const { id: other } = await server.place();
    await server.settle();
    server.mails.splice(0);
    await decide("ben", other, "reject");
    expect(sent()).toEqual(
      expect.arrayContaining([
        ["carl", "Order SO was rejected"],
        ["amy", "Order SO no longer needs your decision"],
      ]),
    );
    expect(server.mails).toHaveLength(2);
  });

  it("is not sent for a stage that was decided before the mail was written", async () => {
    const { id } = await server.place();
    const device = (await server.signIn("amy")).device();
    await device.push(device.approve({ id }));
    await server.settle();
    expect(sent().filter(([, subject]) => subject === "Order SO needs your approval")).toEqual([]);
  });

  it("is written once, however often its event is handled, and never to an inactive person", async () => {
    await server.place();
    await server.settle();
    const before = server.mails.length;
    await server.database.db.updateTable("order_events").set({ is_relayed: false }).execute();
    await server.settle();
    expect(server.mails).toHaveLength(before);
    expect(server.mails.map(({ to }) => to.name)).not.toContain("gone");
  });

  it("is in the reader's language, with their number format and time zone", async () => {
    const amy = await server.signIn("amy");
    const preferences = { language: "de", timeZone: "Europe/Berlin", remindAtHour: 8 };
    expect((await amy.call("PUT", "/v1/mail-preferences", preferences)).status).toBe(200);
    await server.place();
    await server.settle();
    const mail = server.mails.find(({ to }) => to.name === "amy");
    expect(mail?.subject).toMatch(/^Bestellung SO-\d+ braucht Ihre Freigabe$/);
    expect(mail?.text).toContain("Betrag: 1.200,00\u00A0EUR");
    expect((await amy.call("GET", "/v1/mail-preferences")).body).toEqual(preferences);
    await amy.call("PUT", "/v1/mail-preferences", { ...preferences, language: "en" });
  });

  it("W15 goes to one contact of the reseller, by the rule that is stored with the mail", async () => {
    const north = testNetwork.organisations.find(({ externalId }) => externalId === "north")!.id;
    await server.services.db.transaction().execute((tx) =>
      putSetting(tx, testNetwork.tenant.id, {
        kind: "reseller-contacts",
        ownerId: north,
        document: { primary: { personId: idOf("nick"), name: "nick" }, others: [] },
      }),
    );
    await server.place();
    await server.settle();
    const rows = await server.services.db.selectFrom("mails").select("document").orderBy("id", "desc").execute();
    expect(rows.map(({ document }) => document)).toContainEqual(expect.objectContaining({ rule: "primary" }));
  });
});

describe("a mail that was sent", () => {
  it("is removed after ninety days, with its text and its address", async () => {
    await server.place();
    await server.settle();
    const kept = async () => (await server.services.db.selectFrom("mails").select("id").execute()).length;
    const before = await kept();
    await server.jobs.tick(forgetMailsQueue);
    await server.settle();
    expect(await kept()).toBe(before);
    server.clock.advance(91 * 24 * 3_600_000);
    await server.jobs.tick(forgetMailsQueue);
    await server.settle();
    expect([before > 0, await kept()]).toEqual([true, 0]);
    server.clock.advance(-91 * 24 * 3_600_000);
  });
});

describe("a mail that its job gave up on", () => {
  it("is queued again once it is a day old, unlike one that may still be tried", async () => {
    const { id } = await server.place();
    await server.settle();
    const sentBefore = server.mails.length;
    await server.services.db.updateTable("mails").set({ state: "queued" }).execute();
    await server.jobs.tick(leftBehindQueue);
    await server.settle();
    expect(server.mails).toHaveLength(sentBefore);
    server.clock.advance(25 * 3_600_000);
    server.mails.splice(0);
    await server.jobs.tick(leftBehindQueue);
    await server.settle();
    expect(server.mails.filter(({ references }) => references === `<${id}@countersign>`)).toHaveLength(sentBefore);
    const queued = await server.services.db.selectFrom("mails").select("id").where("state", "=", "queued").execute();
    expect(queued).toEqual([]);
  });
});

describe("the recipient of a reseller's confirmation", () => {
  const person = (name: TestPerson) => ({ personId: idOf(name), name });
  const since = (text: string) => instantSchema.parse(text);

  it("W15 is the bill-to contact, else the primary, else the oldest, else the approver; never two", () => {
    const others = [
      { ...person("ben"), since: since("2026-01-02T00:00:00.000Z") },
      { ...person("cora"), since: since("2026-01-01T00:00:00.000Z") },
      { ...person("amy"), since: since("2026-01-01T00:00:00.000Z") },
    ];
    const whole = { billTo: person("mona"), primary: person("nick"), others };
    expect(confirmationRecipient(whole, [idOf("dora")])).toEqual({ personId: idOf("mona"), rule: "bill-to" });
    const { billTo: _billTo, ...withoutBillTo } = whole;
    expect(confirmationRecipient(withoutBillTo, [])).toEqual({ personId: idOf("nick"), rule: "primary" });
    expect(confirmationRecipient({ others }, [])).toEqual({ personId: idOf("amy"), rule: "oldest-contact" });
    expect(confirmationRecipient(undefined, [idOf("dora")])).toEqual({ personId: idOf("dora"), rule: "approver" });
    expect(confirmationRecipient({ others: [] }, [])).toBeUndefined();
  });
});
