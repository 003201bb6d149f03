import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { DesktopApp } from "#main/app.ts";
import { createApp } from "#main/create-app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { timeLimit } from "@countersign/server/testing/database.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { runFound } from "@countersign/server/testing/found-program.ts";
import type { Program } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const password = "correct horse battery";
const founding = ["--network", "Brass network", "--distributor", "Brass Distribution", "--name", "Pim Brass"];

/** A network that somebody sets up for their own companies, with the product's commands and without the demo. */
describe("a network of one's own", () => {
  let folder: TemporaryFolder;
  let data: string;
  let server: Program;
  let app: DesktopApp | undefined;

  beforeAll(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, "server");
  });
  afterAll(async () => {
    await app?.close();
    await server.stop();
    await folder[Symbol.asyncDispose]();
  });

  const url = () => server.ready.server;
  const send = async (method: "GET" | "POST" | "PUT", path: string, token?: string, body?: object) => {
    const answer = await fetch(url() + path, {
      method,
      headers: {
        ...protocolHeaders,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const made = async (path: string, token: string, body: object) => {
    const { status, body: answer } = await send("POST", path, token, body);
    expect([path, status, answer["detail"]]).toEqual([path, 201, undefined]);
    return answer;
  };
  /** What a person does on the page behind a link. */
  const setPassword = async (path: string) => {
    expect((await fetch(url() + path)).status).toBe(200);
    const sent = await fetch(url() + path, {
      method: "POST",
      body: new URLSearchParams({ password, again: password }),
    });
    expect(sent.status).toBe(200);
  };
  const signIn = async (email: string) => {
    const { status, body } = await send("POST", "/v1/sessions", undefined, { email, password });
    expect(status).toBe(201);
    return String(body["token"]);
  };
  /** The page whose link a person was mailed; mail is written to the data folder if there is no mail server. */
  const mailedPage = async (email: string): Promise<string> => {
    const letters = join(data, "mail");
    return vi.waitFor(
      async () => {
        for (const name of await readdir(letters)) {
          const text = (await readFile(join(letters, name), "utf8")).replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
          const path = /\/pages\/passwords\/[\w-]+/.exec(text)?.[0];
          if (path !== undefined && text.includes(email)) return path;
        }
        throw new Error(`Nothing was mailed to ${email}`);
      },
      { timeout: timeLimit, interval: 200 },
    );
  };

  it("is founded before there is a server, and once for each address", async () => {
    const founded = await runFound(["--data", data, ...founding, "--admin", "pim@brass.example"]);
    expect(founded).toMatchObject({ code: 0, err: "" });
    const { password: path } = JSON.parse(founded.out) as { password: string };
    server = await startServer(["--data", data]);
    expect(server.ready.people).toEqual([]);
    await setPassword(path);

    const again = await runFound(["--data", data, ...founding, "--admin", "PIM@brass.example"]);
    expect(again).toMatchObject({ code: 1, out: "", err: expect.stringContaining("belongs to somebody") as unknown });
    const second = await runFound(["--data", data, ...founding, "--admin", "other@brass.example"]);
    expect(second).toMatchObject({ code: 0, err: "" });
    expect((await runFound(["--data", data])).code).toBe(2);
  });

  it("S33 asks its administrator about every order until there are policies, and then the people whom they name", async () => {
    const pim = await signIn("pim@brass.example");
    const bakery = await made("/v1/organisations", pim, { name: "Brass Bakery", kind: "customer", externalId: "1" });
    const add = (email: string, ...roles: string[]) =>
      made("/v1/people", pim, { kind: "person", name: email.slice(0, 3), email, organisationId: bakery["id"], roles });
    const { person } = (await add("ada@bakery.example", "approver")) as unknown as { person: { id: string } };
    await add("lee@bakery.example", "requester");
    const order = {
      source: { system: "api" },
      requester: { email: "lee@bakery.example" },
      customer: { externalId: "1" },
      lines: [{ product: "Oven", quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
    };
    const before = await made("/v1/orders", pim, order);
    const waiting = await send("GET", `/v1/orders/${before["id"]}`, pim);
    expect(JSON.stringify(waiting.body["flow"])).toContain("Pim Brass");

    const rule = { condition: { when: "every-order" }, role: "approver", requirement: { mode: "any" } };
    const rules = [{ ...rule, candidates: [{ personId: person.id }] }];
    const put = await send("PUT", `/v1/organisations/${bakery["id"]}/approval-policy`, pim, {
      version: 0,
      ...defaultPolicySettings,
      rules,
    });
    expect(put.status).toBe(200);
    const after = await made("/v1/orders", pim, order);

    await setPassword(await mailedPage("ada@bakery.example"));
    app = createApp({ directory: join(folder.path, "app"), secrets: memorySecrets() });
    await app.start();
    expect(await app.chooseServer(url())).toEqual({ ok: true, value: {} });
    expect(await app.signIn("ada@bakery.example", password)).toMatchObject({ ok: true });
    const inbox = async () => (await app!.workspace!.view("inbox", { start: 0, count: 9 })).rows;
    await vi.waitFor(async () => expect(await inbox()).toHaveLength(1), { timeout: timeLimit, interval: 100 });
    const [row] = await inbox();
    expect(row).toMatchObject({ orderId: after["id"], customer: "Brass Bakery" });
    await app.workspace!.decide("approve-order", { orderId: row!.orderId, stageId: row!.stageId });
    await vi.waitFor(
      async () => expect((await send("GET", `/v1/orders/${after["id"]}`, pim)).body["status"]).toBe("approved"),
      { timeout: timeLimit, interval: 100 },
    );
  });
});
