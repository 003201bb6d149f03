import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";

import type { DesktopApp } from "#main/app.ts";
import { createApp } from "#main/create-app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";

import type { BrowserHost } from "./host.ts";
import { startBrowserHost } from "./host.ts";

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const get = (url: URL | string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    })
      .on("error", reject)
      .end();
  });

describe("the browser host", () => {
  let directory: string;
  let app: DesktopApp;
  let host: BrowserHost;
  let page: URL;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "countersign-host-"));
    const screens = join(directory, "screens");
    await mkdir(join(screens, "assets"), { recursive: true });
    await writeFile(join(screens, "index.html"), "<!doctype html><title>Countersign</title>");
    await writeFile(join(screens, "assets/index.js"), "export {};");
    await writeFile(join(directory, "secret.txt"), "not a screen");
    app = createApp({ server: "http://127.0.0.1:9", directory, secrets: memorySecrets() });
    host = await startBrowserHost({ app, screens, port: 0, log: () => undefined });
    page = new URL(host.url);
  });
  afterEach(async () => {
    await host.close();
    await app.close();
    await rm(directory, { recursive: true });
  });

  const openSocket = (origin: string, key: string): Promise<{ opened: boolean; status?: number; first?: string }> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${page.host}/bridge`, ["countersign.v1", `key.${key}`], { origin });
      socket.on("message", (data: Buffer) => {
        resolve({ opened: true, first: data.toString("utf8") });
        socket.close();
      });
      socket.on("unexpected-response", (_request, response) => {
        resolve({ opened: false, status: response.statusCode ?? 0 });
      });
    });
  const key = (): string => page.searchParams.get("key") ?? "";

  it("serves the page only with the key, under a strict content security policy", async () => {
    const answer = await get(page);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.headers["content-security-policy"]).not.toContain("unsafe");
  });

  it.each([
    ["without the key", (url: URL) => new URL("/", url)],
    ["with a wrong key", (url: URL) => new URL("/?key=wrong", url)],
    ["with a key that is a part of the right one", (url: URL) => new URL(`/?key=${key().slice(0, -1)}`, url)],
  ])("refuses the page %s and says what to open", async (_how, address) => {
    const answer = await get(address(page));
    expect(answer.status).toBe(401);
    expect(answer.body).toContain("needs its key");
  });

  it("refuses another name for this machine in the Host header", async () => {
    expect((await get(page, { host: `rebound.example:${page.port}` })).status).toBe(421);
  });

  it("serves only the built screens, whatever the path asks for", async () => {
    expect((await get(new URL("/assets/index.js", page))).status).toBe(200);
    for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt"])
      expect((await get(`http://${page.host}${path}`)).status).toBe(404);
  });

  it("opens the bridge for its own page with the key", async () => {
    const { opened, first } = await openSocket(`http://${page.host}`, key());
    expect(opened).toBe(true);
    expect(JSON.parse(first ?? "")).toEqual({ kind: "version", version: 1 });
  });

  it("opens no bridge for a foreign Origin or with a wrong key", async () => {
    expect(await openSocket("http://evil.example", key())).toMatchObject({ opened: false, status: 403 });
    expect(await openSocket("null", key())).toMatchObject({ opened: false, status: 403 });
    expect(await openSocket(`http://${page.host}`, "wrong")).toMatchObject({ opened: false, status: 401 });
  });
});
