import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rooms } from "./rooms.ts";

const repository = resolve(import.meta.dirname, "../..");

interface Case {
  /** The file that imports, or its folder. */
  readonly place: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

const cases: readonly Case[] = [
  {
    place: "shared",
    allowed: ["#shared/domain/money.ts", "./domain/money.ts", "zod"],
    refused: ["node:fs", "fs", "electron", "react", "rxdb", "a-new-dependency", "#main/app.ts", "#server/main.ts"],
  },
  {
    place: "shared/domain",
    allowed: ["./money.ts", "zod"],
    refused: [
      "node:crypto",
      "#shared/engine/plan.ts",
      "../commands/approve.ts",
      "../../main/app.ts",
      "a-new-dependency",
    ],
  },
  {
    place: "shared/engine",
    allowed: ["#shared/domain/money.ts", "../domain/money.ts"],
    refused: ["node:fs", "#shared/commands/approve.ts", "../commands/approve.ts", "#shared/contract/errors.ts", "rxdb"],
  },
  {
    place: "shared/commands",
    allowed: ["#shared/domain/money.ts", "#shared/engine/plan.ts"],
    refused: ["node:fs", "#shared/contract/errors.ts", "#renderer/App.tsx", "react"],
  },
  {
    place: "shared/contract",
    allowed: ["#shared/domain/money.ts", "#shared/commands/approve.ts", "zod"],
    refused: ["node:fs", "#main/app.ts", "fastify", "../../test/fixtures/orders.ts"],
  },
  {
    place: "main",
    allowed: ["node:path", "#shared/domain/money.ts", "./store/open.ts", "#main/sync/pull.ts", "#main/hosts/host.ts"],
    refused: ["electron", "#main/hosts/electron/main.ts", "#renderer/App.tsx", "#server/main.ts", "fastify"],
  },
  {
    place: "main/store",
    allowed: ["node:sqlite", "rxdb/plugins/core", "#shared/domain/money.ts", "./storage/sqlite.ts"],
    refused: ["electron", "../sync/pull.ts", "#main/views/inbox.ts", "./testing/notes.ts", "a-new-dependency"],
  },
  {
    place: "main/sync",
    allowed: ["node:timers/promises", "rxdb", "#main/store/open.ts", "#shared/contract/errors.ts"],
    refused: ["electron", "#main/views/inbox.ts", "../hosts/browser/main.ts", "#server/main.ts"],
  },
  {
    place: "main/views",
    allowed: ["rxjs", "#main/store/open.ts", "#shared/engine/plan.ts"],
    refused: ["electron", "#main/sync/pull.ts", "../sync/pull.ts", "#renderer/App.tsx"],
  },
  {
    place: "main/hosts",
    allowed: ["node:events", "#main/app.ts", "#shared/contract/errors.ts"],
    refused: ["electron", "#main/store/open.ts", "./electron/main.ts", "ws"],
  },
  {
    place: "main/hosts/browser",
    allowed: ["node:http", "ws", "#main/app.ts", "#main/hosts/host.ts"],
    refused: ["electron", "../electron/main.ts", "#renderer/App.tsx", "#server/main.ts"],
  },
  {
    place: "main/hosts/electron",
    allowed: ["electron", "node:path", "#main/app.ts", "../host.ts", "./windows.ts"],
    refused: ["./preload.ts", "../browser/main.ts", "#renderer/App.tsx", "#server/main.ts", "rxdb"],
  },
  {
    place: "main/hosts/electron/preload.ts",
    allowed: ["electron", "#shared/contract/renderer.ts", "./channels.ts"],
    refused: ["node:fs", "#main/app.ts", "rxdb"],
  },
  {
    place: "renderer",
    allowed: ["react", "./inbox/Inbox.tsx", "#renderer/kit/Button.tsx", "#shared/contract/errors.ts"],
    refused: ["electron", "node:fs", "#main/app.ts", "../main/app.ts", "rxdb", "a-new-dependency"],
  },
  {
    place: "renderer/kit",
    allowed: ["react-aria-components", "./Button.tsx", "#shared/domain/money.ts"],
    refused: ["electron", "node:fs", "#renderer/inbox/Inbox.tsx", "../App.tsx", "zustand"],
  },
  {
    place: "renderer/bridge",
    allowed: ["zustand/vanilla", "./port.ts", "#shared/contract/bridge.ts"],
    refused: ["electron", "node:net", "#main/app.ts", "../kit/Button.tsx", "#renderer/inbox/Inbox.tsx", "react"],
  },
  {
    place: "renderer/inbox",
    allowed: ["react", "./Row.tsx", "#renderer/kit/Button.tsx", "../shell/Frame.tsx", "#shared/domain/money.ts"],
    refused: ["electron", "node:fs", "#renderer/order/Order.tsx", "../order/Order.tsx", "#main/views/inbox.ts"],
  },
  {
    place: "server",
    allowed: ["node:http", "fastify", "kysely", "#shared/commands/approve.ts", "./sync/pull.ts"],
    refused: [
      "electron",
      "#main/store/open.ts",
      "../main/app.ts",
      "#renderer/App.tsx",
      "react",
      "#test/fixtures/orders.ts",
    ],
  },
  {
    place: "test/e2e",
    allowed: ["node:fs", "vitest", "#server/main.ts", "#main/app.ts", "#renderer/App.tsx", "#build/rules.ts"],
    refused: ["electron"],
  },
  {
    place: "build",
    allowed: ["node:fs", "vite", "#shared/domain/money.ts", "#test/fixtures/orders.ts"],
    refused: ["electron"],
  },
  {
    place: "shared/engine/plan.test.ts",
    allowed: ["vitest", "node:fs", "#test/fixtures/orders.ts"],
    refused: ["electron"],
  },
  { place: "main/store/testing", allowed: ["vitest", "../open.ts", "#test/fixtures/orders.ts"], refused: ["electron"] },
  { place: "elsewhere", allowed: [], refused: ["./beside.ts", "zod"] },
];

/** Other ways to name a module, all of them refused in the engine. */
const otherForms = [
  `import type { Socket } from "node:net"; export type S = Socket;`,
  `export { join } from "node:path";`,
  `export * from "#main/app.ts";`,
  `export const later = () => import("node:fs");`,
  `export const computed = (name: string) => import(name);`,
  `export const now = require("fs");`,
  `export type Stats = import("node:fs").Stats;`,
];

interface Finding {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

let findings: readonly Finding[];
let tree: string;

beforeAll(async () => {
  // A small repository of its own: this one's configuration, the real oxlint, and files that import what they should not.
  tree = await mkdtemp(join(tmpdir(), "rooms-"));
  await cp(join(repository, "build/lint"), join(tree, "build/lint"), { recursive: true });
  await cp(join(repository, "oxlint.config.ts"), join(tree, "oxlint.config.ts"));
  await writeFile(join(tree, "package.json"), `{ "type": "module" }`);
  await symlink(join(repository, "node_modules"), join(tree, "node_modules"), "junction");
  for (const { place, allowed, refused } of cases) {
    await write(
      fileOf(place),
      [...allowed, ...refused].map((name) => `import "${name}";`),
    );
  }
  await write("shared/engine/forms.ts", otherForms);
  findings = await lint();
}, 60_000);

afterAll(() => rm(tree, { recursive: true, force: true }));

describe("the import rule of every folder", () => {
  it("has a case for every room of the table", () => {
    const places = cases.map(({ place }) => place.replace(/^renderer\/inbox$/, "renderer/*"));
    expect(places).toEqual(expect.arrayContaining(rooms.map(({ folder }) => folder)));
  });

  it.each(cases)("refuses in $place exactly what its room does not list", ({ place, allowed, refused }) => {
    const names = [...allowed, ...refused];
    expect(refusedLines(fileOf(place)).map((line) => names[line - 1])).toEqual(refused);
  });

  it("sees every way to name a module", () => {
    expect(refusedLines("shared/engine/forms.ts").map((line) => otherForms[line - 1])).toEqual(otherForms);
  });

  it("lists no package that package.json does not bring", async () => {
    const text = await readFile(join(repository, "package.json"), "utf8");
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
    const installed = Object.keys({ ...dependencies, ...devDependencies });
    expect(installed).toEqual(expect.arrayContaining(rooms.flatMap(({ packages }) => packages)));
  });
});

function fileOf(place: string): string {
  return place.endsWith(".ts") ? place : `${place}/example.ts`;
}

async function write(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(join(tree, file)), { recursive: true });
  await writeFile(join(tree, file), `${lines.join("\n")}\n`);
}

async function lint(): Promise<readonly Finding[]> {
  const oxlint = join(repository, "node_modules/oxlint/bin/oxlint");
  const folders = new Set(cases.map(({ place }) => place.replace(/\/.*/, "")));
  const output = await new Promise<string>((done) => {
    // oxlint exits with 1 when it finds something; what counts is its report.
    execFile(process.execPath, [oxlint, "--format", "json", ...folders], { cwd: tree, timeout: 30_000 }, (_, stdout) =>
      done(stdout),
    );
  });
  return (JSON.parse(output) as { diagnostics: readonly Finding[] }).diagnostics;
}

/** The lines of a file, in order, that the import rule refused. */
function refusedLines(file: string): readonly number[] {
  return findings
    .filter(({ code, filename }) => code === "countersign(rooms)" && filename === file)
    .map(({ labels }) => labels[0]?.span.line ?? 0)
    .toSorted((a, b) => a - b);
}
