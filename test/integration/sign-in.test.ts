import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { v7 } from "uuid";

import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { SessionView } from "@countersign/shared/contract/views.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";

import { DesktopApp } from "#main/app.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import { lastingSecrets } from "#main/testing/lasting-secrets.ts";
import { hashPassword } from "@countersign/server/features/people/passwords/password.ts";
import type { HttpApp as Api } from "@countersign/server/foundation/http/http-app.ts";
import { buildApp } from "@countersign/server/node/app.ts";
import { timeLimit } from "@countersign/server/testing/database.ts";
import { emailOf, idOf } from "@countersign/server/testing/network.ts";
import { overHttp } from "@countersign/server/testing/over-http.ts";
import type { TestServer } from "@countersign/server/testing/server.ts";
import { startTestServer } from "@countersign/server/testing/server.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const first = "correct horse battery";
const second = "another long password";

describe("an application and a server that asks for passwords", () => {
  let folder: TemporaryFolder;
  let server: TestServer;
  let port: number;
  let api: Api;
  let app: DesktopApp;
  let secrets: SecretStore;

  const address = () => `http://127.0.0.1:${port}`;
  const listen = async () => {
    api = await buildApp(server.services, { isDemo: false });
    await overHttp(api, port);
  };
  /** Stops the server, without waiting for clients that keep their connections. */
  const disappear = async () => {
    const closing = api.close();
    api.server.closeAllConnections();
    await closing;
  };
  const open = (): DesktopApp => {
    const clock: Clock = { now: () => instantFromDate(new Date()) };
    return new DesktopApp({
      directory: folder.path,
      storage: createStorage(folder.path),
      damagedFiles: damagedFilesIn(folder.path, clock),
      secrets,
      fetch: globalThis.fetch,
      clock,
      ids: { next: () => v7() },
      random: () => 0,
    });
  };
  /** A later start on the same computer. */
  const restart = async (email?: string) => {
    await app.close();
    app = open();
    await app.start(email);
  };
  const setPassword = async (password: string) => {
    const [hash, set_at] = [await hashPassword(password), instantFromDate(new Date(server.clock.now()))];
    await server.database.db
      .insertInto("passwords")
      .values({ person_id: idOf("amy"), set_at, hash })
      .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ set_at, hash }))
      .execute();
  };
  const session = (): SessionView => app.session$.value;
  const status = () => app.workspace!.view("status", {});
  const online = () => expect.poll(async () => (await status()).connection, { timeout: 20_000 }).toBe("online");

  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await startTestServer();
    port = await lastingPort();
    await listen();
    await setPassword(first);
    secrets = lastingSecrets();
    app = open();
    await app.start();
  });
  afterEach(async () => {
    await app.close();
    await disappear();
    await server.stop();
    await folder[Symbol.asyncDispose]();
  });

  it("asks which server to use, refuses an address without one, and remembers the choice", async () => {
    expect(session()).toEqual({ state: "no-server" });
    expect(await app.chooseServer("http://approvals.example")).toMatchObject({
      error: { code: "server-address-unusable" },
    });
    expect(await app.chooseServer(`${address()}/openapi.json`)).toMatchObject({ error: { code: "server-unknown" } });
    expect(await app.chooseServer("http://127.0.0.1:9")).toMatchObject({ error: { code: "server-unreachable" } });
    expect(session()).toEqual({ state: "no-server" });
    expect(await app.chooseServer(`${address()}/`)).toEqual({ ok: true, value: {} });
    const asked = { state: "signed-out", server: address(), signsInBy: "password", people: [] };
    expect(session()).toEqual(asked);
    await restart();
    expect(session()).toEqual(asked);
    app.leaveServer();
    expect(session()).toEqual({ state: "no-server", server: address() });
  });

  it("lets nobody in without the password, and then works without the server", async () => {
    await app.chooseServer(address());
    expect(await app.signIn(emailOf("amy"))).toMatchObject({ error: { code: "password-missing" } });
    expect(await app.signIn(emailOf("amy"), "not the password")).toMatchObject({ error: { code: "sign-in-refused" } });
    expect(session().state).toBe("signed-out");
    expect(await app.signIn(emailOf("amy"), first)).toMatchObject({ ok: true, value: { name: "amy" } });
    await online();
    await disappear();
    await restart();
    expect(session()).toMatchObject({ state: "signed-in", signsInBy: "password", person: { name: "amy" } });
  });

  it("after a sign-out, opens its data to nobody without the password, with or without the server", async () => {
    await app.chooseServer(address());
    await app.signIn(emailOf("amy"), first);
    await app.signOut();
    expect(session()).toMatchObject({ state: "signed-out", signsInBy: "password" });
    expect(await app.signIn(emailOf("amy"))).toMatchObject({ error: { code: "password-missing" } });
    await restart(emailOf("amy"));
    expect(session()).toEqual({
      state: "signed-out",
      server: address(),
      signsInBy: "password",
      people: [],
      email: emailOf("amy"),
    });
    await disappear();
    await restart(emailOf("amy"));
    expect(session()).toMatchObject({ state: "signed-out", signsInBy: "password" });
    expect(await app.signIn(emailOf("amy"), first)).toMatchObject({ error: { code: "server-unreachable" } });
    expect(app.workspace).toBeUndefined();
  });

  it("D09 keeps working when a new password has ended the session, and sends everything once it is resumed", async () => {
    await app.chooseServer(address());
    await app.signIn(emailOf("amy"), first);
    await online();
    const order = await server.place();
    await expect
      .poll(async () => (await app.workspace!.view("inbox", { start: 0, count: 9 })).total, { timeout: 20_000 })
      .toBe(1);
    await disappear();
    server.clock.advance(60_000);
    await setPassword(second);
    await listen();
    app.workspace!.syncNow();
    await expect
      .poll(async () => (await status()).problem?.code, { timeout: 20_000, interval: 200 })
      .toBe("session-refused");

    const made = await app.workspace!.decide("approve-order", { orderId: order.id, stageId: "stage-1" });
    expect(made.ok).toBe(true);
    expect(await app.resume(first)).toMatchObject({ error: { code: "sign-in-refused" } });
    expect((await status()).waitingToSend).toBe(1);
    expect(await app.resume(second)).toEqual({ ok: true, value: {} });
    await expect.poll(async () => (await status()).waitingToSend, { timeout: 20_000 }).toBe(0);
    expect((await status()).problem).toBeUndefined();
    const [entry] = (await app.workspace!.view("outbox", { start: 0, count: 9 })).entries;
    expect(entry?.verdict).toMatchObject({ state: "accepted" });
  });

  it("opens nothing once its server is left, and finds the token however the address is typed", async () => {
    await app.chooseServer(address());
    const signingIn = app.signIn(emailOf("amy"), first);
    app.leaveServer();
    expect(await signingIn).toMatchObject({ error: { code: "not-signed-in" } });
    expect([app.workspace, session()]).toEqual([undefined, { state: "no-server", server: address() }]);
    await app.chooseServer(address());
    expect(session().state).toBe("signed-out");

    const [one, other] = await Promise.all([
      app.signIn(emailOf("amy").toUpperCase(), first),
      app.signIn(emailOf("amy"), "not the password"),
    ]);
    expect([one.ok, other.ok]).toEqual([true, false]);
    await online();
    await restart();
    await online();
    await app.signOut();
    await restart();
    expect(session().state).toBe("signed-out");
  });

  it("requests a link to set a new password", async () => {
    await app.chooseServer(address());
    expect(await app.forgotPassword(emailOf("amy"))).toEqual({ ok: true, value: {} });
    await server.settle();
    expect(server.mails.map(({ to }) => to.address)).toEqual([emailOf("amy")]);
  });
});
