import { Writable } from "node:stream";
import { SMTPServer } from "smtp-server";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { smtpTransport } from "#server/features/mail/transport.ts";
import { timeLimit } from "#server/testing/database.ts";
import { emailOf, idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

import { errorFacts } from "./error-facts.ts";
import { createLog } from "./log.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const lineSchema = z.looseObject({
  level: z.int(),
  time: z.int(),
  msg: z.string(),
  requestId: z.uuid().exactOptional(),
});

const lines: string[] = [];
const stream = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(...chunk.toString().trimEnd().split("\n"));
    done();
  },
});

/** Refuses half of the mail permanently and half temporarily, and quotes its input in both answers. */
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: ({ address }, _session, done) => {
    const error = new Error(`<${address}> Amalia Quillfeather is not here`);
    done(Object.assign(error, { responseCode: address.startsWith("amy") ? 550 : 450 }));
  },
});

let server: TestServer;

beforeAll(async () => {
  mailServer.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    mailServer.listen(0, "127.0.0.1", resolve);
  });
  const address = mailServer.server.address() as { port: number };
  server = await startTestServer({
    log: createLog("trace", stream),
    transport: smtpTransport(`smtp://127.0.0.1:${address.port}`, "Countersign <no-reply@localhost>"),
  });
});
afterAll(async () => {
  await server.stop();
  await new Promise<void>((resolve) => {
    mailServer.close(resolve);
  });
});

/** What no line may contain: everything secret or personal in the scenario is added here. */
const forbidden: string[] = [];
const personal = <Text extends string>(text: Text): Text => {
  forbidden.push(text);
  return text;
};

const settle = () => server.settle().catch(() => undefined);

describe("the log", () => {
  it("reports a whole day in JSON, each line of a request with its id, and no person, reason or secret", async () => {
    const { db } = server.database;
    const name = personal("Amalia Quillfeather");
    await sql`update people set document = document || ${JSON.stringify({ name })}::jsonb where id = ${idOf("amy")}`.execute(
      db,
    );
    for (const key of ["amy", "ben", "carl", "dora", "alma"] as const) personal(emailOf(key));
    const [dora, amy] = [await server.signIn("dora"), await server.signIn("amy")];
    for (const { headers } of [dora, amy]) personal(headers["authorization"]!.replace("Bearer ", ""));

    // Sign-in, also with an invalid token and an unknown address.
    const stranger = personal("somebody.unknown@elsewhere.example");
    await dora.call("POST", "/v1/demo/sessions", { email: emailOf("amy") });
    await dora.call("POST", "/v1/demo/sessions", { email: stranger });
    await dora.call("GET", "/v1/session", undefined, {
      authorization: `Bearer ${personal("eyJhbGciOi.forged.token")}`,
    });

    // Keys, and endpoints with their secrets.
    const alma = await server.signIn("alma");
    const key = await alma.call("POST", "/v1/api-keys", {
      name: personal("Key of Quentin"),
      personId: idOf("alma"),
      rights: ["orders:read"],
    });
    expect(key.status).toBe(201);
    personal(z.string().startsWith("csk_").parse(key.body["secret"]));
    const endpoint = await alma.call("POST", "/v1/webhooks", {
      url: `https://127.0.0.1:9/${personal("hidden-path")}?token=${personal("hidden-token")}`,
      types: ["OrderPendingApproval", "order.changed"],
    });
    expect(endpoint.status).toBe(201);
    const secrets = JSON.stringify(endpoint.body).match(/whsec_[\w+/=]+/g) ?? [];
    expect(secrets).not.toEqual([]);
    secrets.forEach(personal);

    // Orders, decisions, comments, refusals.
    const note = personal("for the wedding of the mayor");
    const placed = await server.place({ lines: [{ ...orderRequest().lines[0]!, product: personal("Secret oven") }] });
    const reason = personal("too expensive for the likes of us");
    const device = amy.device();
    await device.push(device.reject(placed, reason), device.approve({ id: "unknown" }), {
      ...device.approve(placed),
      payload: { note },
    });
    await amy.call("POST", `/v1/orders/${placed.id}/comments`, { text: note });
    await amy.call("GET", `/v1/orders/${encodeURIComponent(stranger)}?search=${encodeURIComponent(note)}`);
    await amy.call("POST", "/v1/orders", { note });
    await server.app.inject({
      method: "POST",
      url: "/v1/orders",
      headers: { ...dora.headers, "content-type": "application/json" },
      payload: `{"note": "${note}`,
    });

    // Mail that is refused permanently and temporarily, undeliverable messages, and internal failures.
    for (let round = 0; round < 8; round += 1) await settle();
    const failures = lines.length;
    await sql`alter table policies add constraint none check (id = ${sql.lit(note)}) not valid`.execute(db);
    await sql`alter table orders add constraint some_number check (document ->> 'number' = 'none') not valid`.execute(
      db,
    );
    await dora.call("POST", "/v1/orders", orderRequest());
    await sql`alter table orders drop constraint some_number`.execute(db);
    expect(lines.slice(failures).join("\n")).toContain("some_number");

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const read = lineSchema.parse(JSON.parse(line));
      const isOfRequest = ["answered", "a request failed"].includes(read.msg);
      expect(isOfRequest && read.requestId === undefined).toBe(false);
    }
    const all = lines.join("\n").toLowerCase();
    for (const text of forbidden) expect(all, `the log has "${text}"`).not.toContain(text.toLowerCase());
    expect(forbidden.length).toBeGreaterThan(12);
  });

  it("names the request in every line about it, and in its answer", async () => {
    const before = lines.length;
    await sql`alter table change_log rename to lost`.execute(server.database.db);
    const amy = await server.signIn("amy");
    const answer = await amy.call("GET", "/v1/sync/pull?collection=orders&limit=1");
    await sql`alter table lost rename to change_log`.execute(server.database.db);
    expect(answer.status).toBe(500);
    const own = lines.slice(before).map((line) => JSON.parse(line) as { requestId: string; msg: string });
    expect(own.map(({ msg }) => msg)).toEqual(["a request failed", "answered"]);
    expect(new Set(own.map(({ requestId }) => requestId))).toEqual(new Set([answer.headers["x-request-id"]]));
  });
});

describe("an error in the log", () => {
  it("keeps what helps and leaves out what may be personal", () => {
    const database = Object.assign(new pg.DatabaseError('duplicate key "amy@bakery.example"', 1, "error"), {
      code: "23505",
      constraint: "people_email_key",
      detail: "Key (email)=(amy@bakery.example) already exists.",
    });
    const parser = (() => {
      try {
        JSON.parse('{"name": Amalia}');
      } catch (error) {
        return error;
      }
      throw new Error("This is no JSON");
    })();
    const mail = Object.assign(new Error("550 Amalia is gone"), { responseCode: 550, response: "550 Amalia is gone" });
    const outer = new Error("connect to https://key:secret@host.example/hidden?x=1 as amy@bakery.example failed", {
      cause: database,
    });
    const text = JSON.stringify(
      [database, parser, mail, outer, "amy@bakery.example", z.email().safeParse("Amalia").error].map(errorFacts),
    );
    expect(text).not.toMatch(/amalia|amy@|secret|hidden/i);
    for (const kept of ["23505", "people_email_key", "SyntaxError", "550", "https://host.example/…", "log.test.ts"])
      expect(text).toContain(kept);
  });
});
