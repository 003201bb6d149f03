import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSources } from "../structure/sources.ts";
import { placeOf } from "./judge-import.ts";
import { rooms } from "./rooms.ts";
import { serverRooms } from "./server-rooms.ts";
import { type LintedTree, makeLintedTree, repository } from "./testing/linted-tree.ts";

interface Case {
  /** The file that imports, or its folder. */
  readonly place: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

/** In the backend, each room may import what its line names, and never from a room above: the rooms stand on floors. */
const serverCases = serverRooms.map(({ folder, rooms: named, packages }, index): Case => {
  const inside = (room: string) => `#${room.replace("/**", "")}/example.ts`;
  return {
    place: folder,
    allowed: ["./beside.ts", ...packages, ...named.filter((room) => !room.endsWith("/**")).map(inside)],
    refused: [
      ...serverRooms.slice(0, index).map(({ folder: above }) => inside(above)),
      "electron",
      "react",
      "#main/store/open.ts",
      "#renderer/App.tsx",
      "#test/fixtures/orders.ts",
    ],
  };
});

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(repository, folder, "package.json"), "utf8")) as Manifest;

/** The package that a room belongs to: `shared` and `server` are packages, everything else is the desktop's. */
const packageFolderOf = (room: string): string => {
  const [top = ""] = room.split("/");
  return ["shared", "server"].includes(top) ? top : ".";
};

const cases: readonly Case[] = [
  {
    place: "shared/domain",
    allowed: ["./money.ts", "zod"],
    refused: [
      "node:crypto",
      "#shared/engine/planning/plan.ts",
      "../commands/approve.ts",
      "../../main/app.ts",
      "a-new-dependency",
    ],
  },
  {
    place: "shared/engine",
    allowed: ["#shared/domain/money.ts", "../domain/money.ts", "./planning/plan.ts"],
    refused: ["node:fs", "#shared/commands/approve.ts", "../commands/approve.ts", "#shared/contract/errors.ts", "rxdb"],
  },
  {
    place: "shared/engine/approval",
    allowed: ["#shared/domain/money.ts", "./fold.ts"],
    refused: ["../planning/plan.ts", "../fulfilment/acceptance/credit.ts", "../transitions.ts", "zod"],
  },
  {
    place: "shared/engine/planning",
    allowed: ["#shared/domain/money.ts", "../approval/fold.ts", "./budget/check.ts"],
    refused: ["../fulfilment/acceptance/credit.ts", "#shared/commands/approve.ts", "node:fs"],
  },
  {
    place: "shared/engine/fulfilment",
    allowed: ["#shared/domain/money.ts", "../planning/plan.ts", "../approval/fold.ts"],
    refused: ["#shared/commands/approve.ts", "node:fs", "zod"],
  },
  {
    place: "shared/commands",
    allowed: ["#shared/domain/money.ts", "#shared/engine/approval/decide.ts"],
    refused: ["node:fs", "#shared/engine/planning/plan.ts", "#shared/contract/errors.ts", "#renderer/App.tsx", "react"],
  },
  {
    place: "shared/words",
    allowed: [
      "#shared/contract/errors.ts",
      "#shared/engine/planning/credit-risk/refusals.ts",
      "./sentence.ts",
      "#shared/domain/money.ts",
    ],
    refused: ["#shared/commands/approve.ts", "node:fs", "react"],
  },
  {
    place: "shared/contract",
    allowed: ["#shared/domain/money.ts", "#shared/commands/approve.ts", "zod"],
    refused: ["node:fs", "#main/app.ts", "fastify", "../../test/fixtures/orders.ts"],
  },
  {
    place: "main",
    allowed: ["node:path", "@countersign/shared/domain/money.ts", "./store/open.ts", "#main/sync/pull.ts"],
    refused: [
      "electron",
      "#main/hosts/host.ts",
      "#main/hosts/electron/main.ts",
      "#renderer/App.tsx",
      "@countersign/server/node/main.ts",
      "fastify",
    ],
  },
  {
    place: "main/session",
    allowed: ["rxjs", "#main/sync/session.ts", "@countersign/shared/contract/views.ts"],
    refused: ["electron", "rxdb", "#main/store/open.ts", "#main/app.ts", "@countersign/shared/engine/approval/fold.ts"],
  },
  {
    place: "main/store",
    allowed: ["node:sqlite", "rxdb/plugins/core", "@countersign/shared/domain/money.ts", "./storage/sqlite.ts"],
    refused: ["electron", "../sync/pull.ts", "#main/views/inbox.ts", "./testing/notes.ts", "a-new-dependency"],
  },
  {
    place: "main/sync",
    allowed: ["eventsource-parser", "rxdb", "#main/store/open.ts", "@countersign/shared/contract/errors.ts"],
    refused: [
      "electron",
      "node:fs",
      "#main/views/inbox.ts",
      "../hosts/browser/main.ts",
      "@countersign/server/node/main.ts",
    ],
  },
  {
    place: "main/views",
    allowed: ["rxjs", "#main/store/open.ts", "@countersign/shared/engine/approval/fold.ts"],
    refused: [
      "electron",
      "@countersign/shared/engine/planning/plan.ts",
      "#main/sync/pull.ts",
      "../sync/pull.ts",
      "#renderer/App.tsx",
    ],
  },
  {
    place: "main/hosts",
    allowed: ["node:events", "#main/app.ts", "@countersign/shared/contract/errors.ts"],
    refused: ["electron", "#main/store/open.ts", "./electron/main.ts", "ws"],
  },
  {
    place: "main/hosts/browser",
    allowed: ["node:http", "ws", "#main/app.ts", "#main/hosts/host.ts"],
    refused: ["electron", "../electron/main.ts", "#renderer/App.tsx", "@countersign/server/node/main.ts"],
  },
  {
    place: "main/hosts/electron",
    allowed: ["electron", "node:path", "#main/app.ts", "../host.ts", "./windows.ts"],
    refused: ["./preload.ts", "../browser/main.ts", "#renderer/App.tsx", "@countersign/server/node/main.ts", "rxdb"],
  },
  {
    place: "main/hosts/electron/preload.ts",
    allowed: ["electron", "./channels.ts"],
    refused: ["node:fs", "@countersign/shared/contract/renderer.ts", "#main/app.ts", "rxdb"],
  },
  {
    place: "renderer",
    allowed: ["react", "./inbox/Inbox.tsx", "#renderer/kit/Button.tsx", "@countersign/shared/domain/ids.ts"],
    refused: ["electron", "node:fs", "#main/app.ts", "../main/app.ts", "rxdb", "a-new-dependency"],
  },
  {
    place: "renderer/kit",
    allowed: ["react-aria-components", "./Button.tsx", "@countersign/shared/domain/money.ts"],
    refused: ["electron", "node:fs", "#renderer/inbox/Inbox.tsx", "../App.tsx", "zustand"],
  },
  {
    place: "renderer/bridge",
    allowed: ["zustand/vanilla", "./port.ts", "@countersign/shared/contract/bridge.ts"],
    refused: ["electron", "node:net", "#main/app.ts", "../kit/Button.tsx", "#renderer/inbox/Inbox.tsx", "react-dom"],
  },
  {
    place: "renderer/list",
    allowed: ["zustand", "react", "./windowed-list.ts", "@countersign/shared/contract/views.ts"],
    refused: ["node:net", "../bridge/client.ts", "../kit/Button.tsx", "#renderer/inbox/Inbox.tsx"],
  },
  {
    place: "renderer/decisions",
    allowed: ["react", "../bridge/use-action.ts", "../kit/Button.tsx", "../list/inbox-position.ts"],
    refused: ["../shell/Shell.tsx", "#renderer/inbox/Inbox.tsx", "@countersign/shared/commands/apply.ts"],
  },
  {
    place: "renderer/inbox",
    allowed: [
      "react",
      "./Row.tsx",
      "#renderer/kit/Button.tsx",
      "../shell/Frame.tsx",
      "@countersign/shared/domain/money.ts",
    ],
    refused: ["electron", "node:fs", "#renderer/order/Order.tsx", "../order/Order.tsx", "#main/views/inbox.ts"],
  },
  ...serverCases,
  // A new folder of the backend needs a decision, too.
  { place: "server", allowed: [], refused: ["node:http", "fastify", "@countersign/shared/commands/approve.ts"] },
  { place: "server/features", allowed: [], refused: ["@countersign/shared/commands/approve.ts", "./sync/pull.ts"] },
  {
    place: "test/e2e",
    allowed: [
      "node:fs",
      "vitest",
      "@countersign/server/node/main.ts",
      "#main/app.ts",
      "#renderer/App.tsx",
      "#build/rules.ts",
    ],
    refused: ["electron"],
  },
  {
    place: "build",
    allowed: ["node:fs", "vite", "@countersign/shared/domain/money.ts", "#test/fixtures/orders.ts"],
    refused: ["electron"],
  },
  {
    place: "shared/engine/planning/plan.test.ts",
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
  `export const where = require.resolve("fs");`,
  `export type Stats = import("node:fs").Stats;`,
];

let tree: LintedTree;
let refusedLines: (file: string) => readonly number[];

beforeAll(async () => {
  tree = await makeLintedTree();
  for (const { place, allowed, refused } of cases) {
    await tree.write(
      fileOf(place),
      [...allowed, ...refused].map((name) => `import "${name}";`),
    );
  }
  await tree.write("shared/engine/approval/forms.ts", otherForms);
  const findings = await tree.lint("countersign(rooms)");
  refusedLines = (file) => findings.filter(({ filename }) => filename === file).map(({ line }) => line);
}, 60_000);

afterAll(() => tree.remove());

describe("the import rule of every folder", () => {
  it("has a case for every room of the table", () => {
    const places = cases.map(({ place }) => place.replace(/^renderer\/inbox$/, "renderer/*"));
    expect(places).toEqual(expect.arrayContaining(rooms.map(({ folder }) => folder)));
  });

  it.each(cases)("refuses in $place exactly what its room does not list", ({ place, allowed, refused }) => {
    const names = [...allowed, ...refused];
    expect(refusedLines(fileOf(place)).map((line) => names[line - 1])).toEqual(refused);
  });

  it("recognizes every way to name a module", () => {
    expect(refusedLines("shared/engine/approval/forms.ts").map((line) => otherForms[line - 1])).toEqual(otherForms);
  });

  it("allows nothing that the code does not use, so that every line is as narrow as possible", () => {
    const sources = readSources(repository);
    const namesOf = (folder: string) => {
      const own = sources.filter(({ file }) => placeOf(file)?.room.folder === folder);
      return new Set(
        own.flatMap(({ imports, packages }) => [...imports.map((file) => placeOf(file)?.name), ...packages]),
      );
    };
    const unused = rooms.flatMap(({ folder, rooms: named, packages }) => {
      const used = namesOf(folder);
      return [...named, ...packages]
        .filter((name) => !name.endsWith("/**") && !used.has(name))
        .map((name) => `${folder}: ${name}`);
    });
    expect(unused).toEqual([]);
  }, 60_000);

  it.each(["shared", "server", "."])(
    "lists for the rooms of the package in %s only its dependencies",
    async (folder) => {
      const { dependencies, devDependencies } = await manifestOf(folder);
      const inside = rooms.filter((room) => packageFolderOf(room.folder) === folder);
      const known = Object.keys({ ...dependencies, ...devDependencies });
      expect(inside.length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining(inside.flatMap(({ packages }) => packages)));
    },
  );
});

function fileOf(place: string): string {
  return place.endsWith(".ts") ? place : `${place}/example.ts`;
}
