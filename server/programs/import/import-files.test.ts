import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { createLog } from "#server/foundation/log/log.ts";
import type { RunningServer } from "#server/node/start.ts";
import { startServer } from "#server/node/start.ts";
import { timeLimit } from "#server/testing/database.ts";

import { importFiles } from "./import-files.ts";
import type { Credentials } from "./options.ts";

vi.setConfig({ testTimeout: timeLimit });

const fixtures = join(import.meta.dirname, "../../../shared/testing/fixtures/connect");
const recorded = join(fixtures, "purchase-requests.json");

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-import-"));
  server = await startServer({
    dataFolder: join(folder, "server"),
    port: 0,
    host: "127.0.0.1",
    demo: { orders: 0 },
    log: createLog("silent"),
  });
}, timeLimit);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = async (
  files: string[],
  { url = server.url, credentials = { kind: "demo-distributor" } }: { url?: string; credentials?: Credentials } = {},
) => {
  const printed: string[] = [];
  const complaints: string[] = [];
  const status = await importFiles(
    { server: url, credentials, files },
    { print: (line) => void printed.push(line), complain: (line) => void complaints.push(line) },
  );
  return { status, printed, complaints };
};

/** An address where no server is listening any more. */
const deserted = async (): Promise<string> => {
  const listener = createServer();
  await new Promise<void>((resolve) => void listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => void listener.close(resolve));
  return `http://127.0.0.1:${port}`;
};

describe("the import into a real server", () => {
  it("accepts the nine recorded requests, once", async () => {
    const first = await run([recorded]);
    expect(first.printed).toHaveLength(10);
    expect(first.printed[0]).toMatch(/^purchase-requests\.json#1 {2}PR-6459-6319-1329-001 {2}arrived as SO-\d+$/);
    expect(first.printed.at(-1)).toBe("9 documents: 9 arrived, 0 arrived before, 0 refused");
    expect(first.status).toBe(0);

    const again = await run([recorded]);
    const numbers = (lines: string[]) => lines.map((line) => /SO-\d+/.exec(line)?.[0]);
    expect(numbers(again.printed)).toEqual(numbers(first.printed));
    expect(again.printed.at(-1)).toBe("9 documents: 0 arrived, 9 arrived before, 0 refused");
  });

  it("answers every recorded document: it arrived, or is refused with the reason", async () => {
    const files = (await readdir(fixtures)).map((name) => join(fixtures, name));
    const { status, printed } = await run(files);
    expect(status).toBe(0);
    const answers = printed.slice(0, -1);
    expect(answers).toHaveLength(20);
    expect(answers.filter((line) => !/arrived as SO-\d+$|refused: \S.* .*$/.test(line))).toEqual([]);
    expect(printed.at(-1)).toMatch(/, 9 refused$/);
  });

  it("says why the server refuses orders from somebody who may not place them", async () => {
    const { status, printed } = await run([recorded], {
      credentials: { kind: "demo-person", email: "ada.winterbourne@marigold.example" },
    });
    expect(printed[0]).toMatch(/refused: This needs the right orders:write\. Ask an administrator/);
    expect(status).toBe(0);
  });

  it("continues after an unreadable file, and says so in its exit status", async () => {
    const broken = join(folder, "broken.json");
    await writeFile(broken, "{");
    const { status, printed, complaints } = await run([broken, join(folder, "missing.json"), recorded]);
    expect(complaints.map((line) => line.split(" could not be read")[0])).toEqual([
      broken,
      join(folder, "missing.json"),
    ]);
    expect(printed.at(-1)).toMatch(/9 documents: .*, 2 files unreadable$/);
    expect(status).toBe(1);
  });

  it("stops if the session is refused", async () => {
    const { status, complaints } = await run([recorded], { credentials: { kind: "token", token: "forged" } });
    expect(complaints[0]).toMatch(/did not accept your session/);
    expect(status).toBe(1);
  });

  it("stops if the demo does not know the person", async () => {
    const credentials = { kind: "demo-person", email: "nobody@nowhere.example" } as const;
    const { status, complaints } = await run([recorded], { credentials });
    expect(complaints[0]).toMatch(/nobody@nowhere\.example/);
    expect(status).toBe(1);
  });

  it("says that the server cannot be reached", async () => {
    const { status, complaints } = await run([recorded], { url: await deserted() });
    expect(complaints[0]).toMatch(/cannot be reached: connect ECONNREFUSED/);
    expect(status).toBe(1);
  });
});
