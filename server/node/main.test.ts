import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { timeLimit } from "#server/testing/database.ts";
import { makeDataFolder } from "#server/testing/prepared-data.ts";
import { programFile } from "#server/testing/program.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

interface Ready {
  readonly ready: boolean;
  readonly app: null;
  readonly server: string;
  readonly people: readonly { email: string; role: string; name: string }[];
}

let folder: string;

beforeAll(async () => {
  folder = await makeDataFolder(await mkdtemp(join(tmpdir(), "countersign-main-")), "postgres");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = (args: readonly string[], stdio: StdioOptions = ["ignore", "pipe", "ignore"]): ChildProcess => {
  const { DATABASE_URL: _, ...env } = process.env;
  return spawn(process.execPath, [programFile("server/node/main.ts"), ...args], { stdio, env });
};

const demo = ["--demo", "--orders", "30", "--data"];

/** Starts the server and waits for its ready line. */
const start = async (stdio?: StdioOptions): Promise<{ child: ChildProcess; ready: Ready }> => {
  const child = program([...demo, folder], stdio);
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  return { child, ready: JSON.parse(line) as Ready };
};

const exitOf = async (child: ChildProcess): Promise<[number | null, string | null]> =>
  child.exitCode === null && child.signalCode === null
    ? ((await once(child, "exit")) as [number | null, string | null])
    : [child.exitCode, child.signalCode];

const signIn = async ({ server, people }: Ready): Promise<{ epoch: string }> => {
  const session = await fetch(`${server}/v1/demo/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: people[0]!.email }),
  });
  const { token } = (await session.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
  return (await (await fetch(`${server}/v1/session`, { headers })).json()) as { epoch: string };
};

describe("npm run server", () => {
  it("shuts down properly even if the signal comes twice, to the group and from its parent", async () => {
    const { child } = await start();
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGTERM"), 20);
    expect(await exitOf(child)).toEqual([0, null]);
  });

  it("prints one line when it is ready, serves, and shuts down properly on SIGTERM and SIGINT", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const { child, ready } = await start();
      expect(ready).toMatchObject({
        ready: true,
        app: null,
        server: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
      });
      expect(Object.keys(ready.people[0]!)).toEqual(["email", "role", "name"]);
      expect((await fetch(`${ready.server}/ready`)).status).toBe(200);
      child.kill(signal);
      expect(await exitOf(child)).toEqual([0, null]);
      await expect(fetch(`${ready.server}/health`)).rejects.toThrow("fetch failed");
    }
  });

  it("ends when the process that started it ends", async () => {
    const { child } = await start(["ignore", "pipe", "ignore", "ipc"]);
    child.disconnect();
    expect(await exitOf(child)).toEqual([0, null]);
  });

  it("starts again on the same data after kill -9, which leaves its PostgreSQL running", async () => {
    const first = await start();
    const before = await signIn(first.ready);
    first.child.kill("SIGKILL");
    await exitOf(first.child);
    const second = await start();
    expect(await signIn(second.ready)).toEqual(before);
    second.child.kill("SIGTERM");
    expect(await exitOf(second.child)).toEqual([0, null]);
  });

  it("refuses an unknown flag, with a sentence", async () => {
    const child = program(["--prot", "80"], ["ignore", "ignore", "pipe"]);
    const [said, [code]] = await Promise.all([text(child.stderr!), exitOf(child)]);
    expect(code).toBe(2);
    expect(said).toContain("Unknown option '--prot'");
    expect(said).toContain("Usage: npm run server");
  });

  it("says why it cannot start, and ends", async () => {
    const holder = await start();
    const child = program([...demo, folder], ["ignore", "ignore", "pipe"]);
    const [said, [code]] = await Promise.all([text(child.stderr!), exitOf(child)]);
    expect([code, said.trim().split("\n").at(-1)]).toEqual([
      1,
      expect.stringMatching(/^Another Countersign server uses .*Stop it, or choose another folder with --data\.$/),
    ]);
    holder.child.kill("SIGTERM");
    await exitOf(holder.child);
  });
});
