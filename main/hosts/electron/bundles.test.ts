import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import manifest from "../../../package.json" with { type: "json" };
import type { BuiltApplication } from "./testing/built-application.ts";
import { builtApplication } from "./testing/built-application.ts";
import { noServer } from "./testing/started-host.ts";

describe("the built desktop application", () => {
  let built: BuiltApplication | undefined;
  let folder: string;

  beforeAll(async () => {
    built = await builtApplication();
    folder = built.folder;
  }, 120_000);
  afterAll(() => built?.[Symbol.asyncDispose]());

  it("is in the places where package.json and the window look for it", async () => {
    expect(manifest.main).toBe("out/main/main.js");
    const files = await readdir(join(folder, "out"), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(["main/main.js", "preload/preload.cjs", "renderer/index.html"]));
  });

  it("needs only Node and Electron at run time", async () => {
    const code = await readFile(join(folder, "out/main/main.js"), "utf8");
    const named = [...code.matchAll(/^import .*? from "([^"]+)";$|\bimport\("([^"]+)"\)|\brequire\("([^"]+)"\)/gm)];
    const modules = new Set(named.map(([, from, dynamic, required]) => from ?? dynamic ?? required ?? ""));
    expect([...modules].filter((name) => name !== "electron" && !isBuiltin(name))).toEqual([]);
    expect(modules).toContain("node:sqlite");
    expect(modules).toContain("electron");
  });

  it("has a preload that a sandbox can run: CommonJS that requires Electron alone", async () => {
    const code = await readFile(join(folder, "out/preload/preload.cjs"), "utf8");
    const exposed: Record<string, object> = {};
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: object) => (exposed[name] = api) },
      ipcRenderer: { on: () => undefined, send: () => undefined },
    };
    const require = (name: string): unknown => {
      if (name !== "electron") throw new Error(`a sandboxed preload cannot require ${name}`);
      return electron;
    };
    runInNewContext(code, { require, exports: {}, crypto: { randomUUID: () => "page" } });
    expect(Object.keys(exposed)).toEqual(["countersign"]);
    expect(Object.keys(exposed["countersign"] ?? {}).toSorted()).toEqual(["onMessage", "send"]);
  });

  it("has screens that run under the content security policy: no inline script or style", async () => {
    const page = await readFile(join(folder, "out/renderer/index.html"), "utf8");
    expect(page).toMatch(/<script [^>]*src="\.\/assets\//);
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/i);
  });

  it("starts, answers its window and stops on SIGTERM, over a double of Electron", async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      [
        "--import",
        import.meta.resolve("./testing/as-electron.ts"),
        join(folder, "out/main/main.js"),
        "--server",
        noServer,
      ],
      { cwd: folder, env: { ...process.env, USER_DATA: join(folder, "data") }, stdio: ["pipe", "pipe", "inherit"] },
    );
    if (child.stdout === null) throw new Error("the application has no output");
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);

    expect(JSON.parse(await next())).toEqual({ ready: true, app: "app://countersign/", server: noServer, people: [] });
    child.stdin?.write(`${JSON.stringify({ kind: "follow", id: 1, name: "session", params: {} })}\n`);
    expect(await next()).toBe(`window: {"kind":"version","version":1}`);
    expect(await next()).toMatch(/^window: \{"kind":"update","id":1,"outcome":\{"ok":true/);

    const exit = once(child, "exit");
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
  }, 30_000);
});
