import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KyselyPlugin } from "kysely";
import { sql } from "kysely";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { mailLanguages } from "#shared/domain/mail-preferences.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import { money } from "#shared/domain/money.ts";

import { putSetting } from "#server/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { moneyText } from "./figures.ts";
import { noticeKinds } from "./notices.ts";
import { confirmationRecipient } from "./recipients.ts";
import { forgetQueue, leftBehindQueue, remindersQueue } from "./register.ts";
import { remind } from "./remind.ts";
import { reminderDay } from "./reminder-time.ts";
import { render } from "./render.ts";
import type { MailTransport, OutgoingMail } from "./transport.ts";
import { fileTransport, smtpTransport } from "./transport.ts";
import { words } from "./words.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

/** Who got which mail since the test began. */
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
        ["nick", "Order SO of The bakery"],
        ["mona", "Order SO needs your approval"],
      ]),
    );
    expect(server.mails).toHaveLength(3);
    expect(server.mails[0]?.text).toContain(`https://app.example/#/orders/${id}`);
    server.mails.splice(0);
    await decide("mona", id, "approve");
    expect(new Set(server.mails.map(({ to }) => to.name))).toEqual(new Set(["amy", "ben"]));
    expect(sent()).toEqual([1, 2].map(() => [expect.any(String) as unknown, "Order SO needs your approval"]));
    expect(server.mails[0]?.text).toContain("1,200.00 EUR exceeds the spending limit of 100.00 EUR per order.");
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

  it("A17 tells whoever was asked at the same time that they are no longer needed, and nobody of a later step", async () => {
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
        ["amy", "Order SO no longer needs you"],
      ]),
    );
    expect(server.mails).toHaveLength(2);
  });

  it("S38 is not sent for a stage that was decided before the mail was written", async () => {
    const { id } = await server.place();
    const device = (await server.signIn("amy")).device();
    await device.push(device.approve({ id }));
    await server.settle();
    expect(sent().filter(([, subject]) => subject === "Order SO needs your approval")).toEqual([]);
  });

  it("is written once, however often its event is handled, and never to somebody who is not active", async () => {
    await server.place();
    await server.settle();
    const before = server.mails.length;
    await server.database.db.updateTable("order_events").set({ is_handed_on: false }).execute();
    await server.settle();
    expect(server.mails).toHaveLength(before);
    expect(server.mails.map(({ to }) => to.name)).not.toContain("gone");
  });

  it("speaks the reader's language, with their numbers and their time", async () => {
    const amy = await server.signIn("amy");
    const preferences = { language: "de", timeZone: "Europe/Berlin", remindAtHour: 8 };
    expect((await amy.call("PUT", "/v1/mail-preferences", preferences)).status).toBe(200);
    await server.place();
    await server.settle();
    const mail = server.mails.find(({ to }) => to.name === "amy");
    expect(mail?.subject).toMatch(/^Bestellung SO-\d+ braucht Ihre Freigabe$/);
    expect(mail?.text).toContain("Betrag: 1.200,00 EUR");
    expect((await amy.call("GET", "/v1/mail-preferences")).body).toEqual(preferences);
    await amy.call("PUT", "/v1/mail-preferences", { ...preferences, language: "en" });
  });

  it("W15 goes to one contact of the reseller, by the rule that is kept with the mail", async () => {
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
  it("is forgotten after ninety days, with its text and its address", async () => {
    await server.place();
    await server.settle();
    const kept = async () => (await server.services.db.selectFrom("mails").select("id").execute()).length;
    const before = await kept();
    await server.jobs.tick(forgetQueue);
    await server.settle();
    expect(await kept()).toBe(before);
    server.clock.advance(91 * 24 * 3_600_000);
    await server.jobs.tick(forgetQueue);
    await server.settle();
    expect([before > 0, await kept()]).toEqual([true, 0]);
    server.clock.advance(-91 * 24 * 3_600_000);
  });
});

describe("a mail that its job gave up", () => {
  it("is sent once it is a day old, and none that may still be tried", async () => {
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

describe("a reminder", () => {
  const preferences = { language: "en", timeZone: "Europe/Berlin", remindAtHour: 8 } as const;
  const at = (text: string) => instantSchema.parse(text);

  it("S43 is due on weekdays from the reader's hour on, never in their quiet time", () => {
    // A Tuesday; Berlin is an hour ahead of UTC.
    expect(reminderDay(at("2026-11-24T06:59:00.000Z"), preferences)).toBeUndefined();
    expect(reminderDay(at("2026-11-24T07:00:00.000Z"), preferences)).toBe("2026-11-24");
    expect(reminderDay(at("2026-11-28T09:00:00.000Z"), preferences)).toBeUndefined();
    const quiet = { ...preferences, quiet: { from: 20, until: 10 } };
    expect(reminderDay(at("2026-11-24T08:00:00.000Z"), quiet)).toBeUndefined();
    expect(reminderDay(at("2026-11-24T09:00:00.000Z"), quiet)).toBe("2026-11-24");
    const { remindAtHour: _hour, ...never } = preferences;
    expect(reminderDay(at("2026-11-24T09:00:00.000Z"), never)).toBeUndefined();
  });

  it("S43 reaches everybody with open orders once a day, with the count and the oldest", async () => {
    await server.place();
    await server.settle();
    // To the morning of the next weekday.
    server.clock.advance(((24 + 24 - 9.5 + 9) % 24) * 3_600_000 + 2 * 24 * 3_600_000);
    server.mails.splice(0);
    for (let round = 0; round < 3; round += 1) {
      await server.jobs.tick(remindersQueue);
      await server.settle();
    }
    const reminded = server.mails.filter(({ subject }) => subject.startsWith("Orders that wait for you"));
    expect(reminded.map(({ to }) => to.name).toSorted()).toEqual(
      [...new Set(reminded.map(({ to }) => to.name))].toSorted(),
    );
    expect(reminded.map(({ to }) => to.name)).toEqual(expect.arrayContaining(["amy", "ben"]));
    expect(reminded[0]?.text).toContain("The oldest has waited since");
  });
});

describe("the run of the reminders", () => {
  /** The server's services, and the ids of what is read through them. */
  const watched = () => {
    const read: unknown[] = [];
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        read.push(...result.rows.map(({ id }) => id));
        return result;
      },
    };
    return { services: { ...server.services, db: server.services.db.withPlugin(plugin) }, read };
  };
  /** To this hour of the next Wednesday, in UTC. */
  const toWednesday = (hour: number): void => {
    const now = new Date(server.clock.now());
    const days = (3 - now.getUTCDay() + 7) % 7 || 7;
    const then = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, hour);
    server.clock.advance(then - now.getTime());
  };
  const reminded = async () => {
    await server.settle();
    return server.mails.filter(({ subject }) => subject.startsWith("Orders that wait for you"));
  };

  it("S43 reads no order while it is nobody's time, and none of those who were reminded today", async () => {
    const { id } = await server.place();
    await server.settle();
    for (const [hour, isRead] of [
      [3, false],
      [9, true],
    ] as const) {
      toWednesday(hour);
      const { services, read } = watched();
      await remind(services, undefined);
      expect([hour, read.includes(id)]).toEqual([hour, isRead]);
    }
    const { services, read } = watched();
    await remind(services, undefined);
    expect(read).not.toContain(id);
  });

  it("S43 names the ten that have waited longest of however many, the oldest first", async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 12; count += 1) numbers.push((await server.place()).number);
    await sql`update orders set document = jsonb_set(document, '{status}', '"rejected"')
      where not number = any(${numbers})`.execute(server.services.db);
    await server.settle();
    server.mails.splice(0);
    toWednesday(9);
    await server.jobs.tick(remindersQueue);
    const [mail] = await reminded();
    expect(mail?.subject).toBe("Orders that wait for you: 12");
    expect(mail?.text.match(/SO-\d+/g)).toEqual(numbers.slice(0, 10));
  });

  it("reminds everybody else where one person's reminder fails", async () => {
    await server.place();
    await server.settle();
    server.mails.splice(0);
    toWednesday(9);
    const { db } = server.services;
    await sql`alter table mails add constraint unwritable check (person_id <> ${sql.lit(idOf("amy"))}) not valid`.execute(
      db,
    );
    await server.jobs.tick(remindersQueue);
    expect((await reminded()).map(({ to }) => to.name)).toEqual(["ben"]);
    await sql`alter table mails drop constraint unwritable`.execute(db);
    await server.jobs.tick(remindersQueue);
    expect((await reminded()).map(({ to }) => to.name)).toEqual(["ben", "amy"]);
  });
});

describe("the words of a mail", () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name).toSorted();

  it("exist for every notice in every language, with the same figures", () => {
    for (const language of mailLanguages)
      for (const kind of noticeKinds) {
        const { subject, lead } = words[language].notices[kind];
        expect([language, kind, placeholders(subject)]).toEqual([
          language,
          kind,
          placeholders(words.en.notices[kind].subject),
        ]);
        expect(placeholders(lead)).toEqual(placeholders(words.en.notices[kind].lead));
      }
  });

  it("carry nothing that becomes markup or a second header", () => {
    const { html, subject } = render({
      subject: "Order\r\nBcc: everybody@example.com",
      lead: `<img src=x onerror="alert(1)">`,
      facts: [["Reason", "</table><script>"]],
      footer: "",
    });
    expect(subject).toBe("Order Bcc: everybody@example.com");
    expect(html).not.toContain("<img");
    expect(html).not.toContain("<script>");
  });

  it("write amounts with the digits of their currency, however large", () => {
    expect(moneyText(money(123_456_789, "EUR"), "de")).toBe("1.234.567,89 EUR");
    expect(moneyText(money(1_500, "KWD"), "en")).toBe("1.500 KWD");
    expect(moneyText(money(100_000, "JPY"), "en")).toBe("100,000 JPY");
    expect(moneyText(money(900_719_925_474_099_1, "EUR"), "en")).toBe("90,071,992,547,409.91 EUR");
  });
});

const outgoing: OutgoingMail = {
  messageId: "<mail-1@countersign>",
  references: "<order-1@countersign>",
  to: { name: "Amélie", address: "amelie@bakery.example" },
  subject: "Bestellung für Sie",
  text: "Grüße",
  html: "<p>Grüße</p>",
};
const from = "Countersign <no-reply@countersign.example>";

describe("mail without an SMTP server", () => {
  it("lies in a folder as a file that mail programs read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-mail-"));
    await fileTransport(folder, from).send(outgoing);
    const [file] = await readdir(folder);
    const parsed = await simpleParser(await readFile(join(folder, file!)));
    expect([parsed.subject, parsed.text?.trim(), parsed.messageId, parsed.references]).toEqual([
      "Bestellung für Sie",
      "Grüße",
      "<mail-1@countersign>",
      "<order-1@countersign>",
    ]);
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
    await rm(folder, { recursive: true });
  });
});

describe("mail through an SMTP server", () => {
  /** An SMTP server that answers each recipient by this code. */
  const listening = async (
    answer: () => number,
    use: (transport: MailTransport, received: string[]) => Promise<void>,
  ) => {
    const received: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (_address, _session, callback) => {
        const code = answer();
        callback(code === 250 ? null : Object.assign(new Error("not now"), { responseCode: code }));
      },
      onData: (stream, _session, callback) => {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
        stream.on("end", () => {
          received.push(text);
          callback();
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      const listener = smtp.listen(0, "127.0.0.1", () => resolve((listener.address() as { port: number }).port));
    });
    await use(smtpTransport(`smtp://127.0.0.1:${port}`, from), received);
    await new Promise<void>((resolve) => smtp.close(resolve));
  };

  it("arrives, with its id and both its forms", async () => {
    await listening(
      () => 250,
      async (transport, received) => {
        expect(await transport.send(outgoing)).toEqual({ state: "sent" });
        const parsed = await simpleParser(received[0]!);
        expect([parsed.messageId, parsed.text?.trim(), parsed.html]).toEqual([
          "<mail-1@countersign>",
          "Grüße",
          "<p>Grüße</p>",
        ]);
      },
    );
  });

  it("is tried again after a temporary refusal and ended by a permanent one", async () => {
    const codes = [451, 250, 550];
    await listening(
      () => codes.shift() ?? 250,
      async (transport, received) => {
        await expect(transport.send(outgoing)).rejects.toThrow("not now");
        expect(await transport.send(outgoing)).toEqual({ state: "sent" });
        expect(await transport.send(outgoing)).toEqual({ state: "refused", code: 550 });
        expect(received).toHaveLength(1);
      },
    );
  });

  it("waits when nobody answers", async () => {
    await expect(smtpTransport("smtp://127.0.0.1:1", from).send(outgoing)).rejects.toThrow("ECONNREFUSED");
  });
});
