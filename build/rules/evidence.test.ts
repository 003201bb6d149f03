import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { evidenceOf } from "./evidence.ts";
import { readImports } from "#build/source/imports.ts";
import type { Starter } from "./starters.ts";
import { starters } from "./starters.ts";

const root = resolve(import.meta.dirname, "../..");

describe("what a test can show", () => {
  const table: readonly Starter[] = [
    { module: "test/support/program.ts", name: "startServer", starts: "server" },
    { module: "test/support/program.ts", name: "startClient", starts: "window" },
    { module: "test/e2e/support/network.ts", name: "Network", network: "seed" },
    { module: "test/support/found.ts", name: "runFound", network: "founded" },
    { module: "main/testing/built.ts", name: "builtApplication", starts: "product" },
  ];
  const program = (name: string) => `import { ${name} } from "#test/support/program.ts";`;
  const found = `import { runFound } from "#test/support/found.ts";`;
  const files: Readonly<Record<string, string>> = {
    "test/support/program.ts": "",
    "test/support/found.ts": "",
    "test/support/own-desk.ts": program("startClient") + program("startServer") + found,
    "test/e2e/support/network.ts": program("startClient") + program("startServer"),
    "main/testing/built.ts": "",
    "shared/plan.ts": program("startServer"),
  };
  const evidence = (file: string, source: string) =>
    evidenceOf(file, table, (read) => readImports(read, read === file ? source : (files[read] ?? "")));

  it("is the engine's if nothing is started", () => {
    const engine = { level: "engine", network: undefined, isOfProduct: false };
    expect(evidence("shared/plan.test.ts", `import { plan } from "./plan.ts";`)).toEqual(engine);
    expect(evidence("test/e2e/chromium.spec.ts", `import type { Network } from "./support/network.ts";`)).toEqual(
      engine,
    );
  });

  it("is a partner's with a server that runs, and only an end-to-end test opens a window", () => {
    const both = program("startServer") + program("startClient");
    expect(evidence("server/node/start.test.ts", program("startServer"))).toMatchObject({
      level: "partner",
      network: "seed",
    });
    expect(evidence("test/integration/desk.test.ts", both)).toMatchObject({ level: "partner" });
    expect(evidence("test/e2e/desk.spec.ts", both)).toMatchObject({ level: "screen", network: "seed" });
  });

  it("is on a founded network if it was founded, even by a helper", () => {
    const own = `import { ownDesk } from "#test/support/own-desk.ts";`;
    expect(evidence("test/e2e/own.spec.ts", own)).toMatchObject({ level: "screen", network: "founded" });
    expect(evidence("server/node/start.test.ts", program("startServer") + found)).toMatchObject({ network: "founded" });
  });

  it("is on the seed if a file has both networks available", () => {
    const both = `import { Network } from "./support/network.ts"; ${found}`;
    expect(evidence("test/e2e/both.spec.ts", both)).toMatchObject({ level: "screen", network: "seed" });
  });

  it("is the product's if the application was built", () => {
    const built = `import { builtApplication } from "./testing/built.ts";`;
    expect(evidence("main/package.test.ts", built)).toMatchObject({ level: "engine", isOfProduct: true });
  });
});

describe("the table of what starts something", () => {
  it("names existing modules and exports", () => {
    const own = starters.filter(({ module }) => !module.startsWith("@"));
    expect(own.filter(({ module }) => !existsSync(resolve(root, module)))).toEqual([]);
    const lost = own.filter(({ module, name }) => {
      const source = readFileSync(resolve(root, module), "utf8");
      return !new RegExp(`^export (const|class|async function|function) ${name}\\b`, "m").test(source);
    });
    expect(lost).toEqual([]);
  });
});
