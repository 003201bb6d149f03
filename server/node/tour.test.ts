import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import type { RunningServer } from "./start.ts";
import { startServer } from "./start.ts";

vi.setConfig({ testTimeout: timeLimit });

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** Replaces curl, as far as the tour needs it, on machines without it. */
const standIn = `curl() { node ${join(import.meta.dirname, "../testing/curl.ts")} "$@"; }\n`;

let database: TestDatabase;
let server: RunningServer;
/** Mail is written here. */
let dataFolder: string;

beforeAll(async () => {
  database = await startTestDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), "countersign-test-"));
  const log = createLog("silent");
  const demo = { orders: 50 };
  server = await startServer({
    dataFolder,
    databaseUrl: database.url,
    port: 0,
    host: "127.0.0.1",
    demo,
    log,
  });
}, timeLimit);
afterAll(async () => {
  await server.stop();
  await database.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

/** The commands of the tour, without the one that starts the server, each with its continued lines. */
const commandsOf = (document: string): string[] => {
  const [, block = ""] = /## A tour\n+```sh\n([\s\S]*?)```/.exec(document) ?? [];
  const commands: string[] = [];
  let open = "";
  for (const line of block.split("\n").filter((each) => !each.startsWith("#"))) {
    open += open === "" ? line : `\n${line}`;
    if (open.endsWith("\\") || spawnSync("bash", ["-n", "-c", open]).status !== 0) continue;
    if (open !== "" && !open.startsWith("npm ")) commands.push(open);
    open = "";
  }
  return commands;
};

const mark = "=== next ===";

describe("the tour in the README", () => {
  it(`works line by line with ${hasCurl ? "curl" : "a stand-in for curl, which this machine does not have"}`, async () => {
    const commands = commandsOf(await readFile(join(import.meta.dirname, "../README.md"), "utf8"));
    expect(commands.length).toBeGreaterThan(12);
    const { host } = new URL(server.url);
    const script = commands
      .map((command) => `echo '${mark}'\n${command.replaceAll("localhost:7000", host)}\necho`)
      .join("\n");
    const prelude = hasCurl ? "" : standIn;
    // A configured proxy must not get the requests to loopback.
    const env = { ...process.env, no_proxy: "*", NO_PROXY: "*" };
    const { stdout, stderr } = await promisify(execFile)("bash", ["-c", prelude + script], { maxBuffer: 1e8, env });
    expect(stderr).toBe("");
    const answers = stdout.split(mark).slice(1);
    expect(answers).toHaveLength(commands.length);
    for (const [index, answer] of answers.entries()) {
      expect([commands[index], answer.trim()]).not.toEqual([commands[index], expect.stringMatching(/^{"type":"urn:/)]);
      // Every command but an assignment to a variable prints an answer.
      const isAssignment = /^[A-Z]+=/.test(commands[index] ?? "");
      expect([commands[index], answer.trim() === ""]).toEqual([commands[index], isAssignment]);
    }
    expect(answers.some((answer) => answer.includes('"openapi":"3.1.0"'))).toBe(true);
    expect(answers.some((answer) => answer.includes('"status":"pending"') && answer.includes('"revision":4'))).toBe(
      true,
    );
  });
});
