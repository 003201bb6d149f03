import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { rooms } from "#build/lint/rooms.ts";
import { serverRooms } from "#build/lint/server-rooms.ts";
import manifest from "../package.json" with { type: "json" };

const root = resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

describe("the repository", () => {
  it("D14 has its named folders and files at the top level", () => {
    const names = ["package.json", "electron.config.ts", "main", "renderer", "shared", "test", "build", "server"];
    expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it("D13 is built on and tested with the named tools, pinned to exact versions", () => {
    const versions: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    const named = ["electron", "react", "zustand", "rxdb", "electron-builder"];
    const testing = ["vitest", "@testing-library/react", "@playwright/test"];
    expect(Object.keys(versions)).toEqual(expect.arrayContaining([...named, ...testing]));
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("runs its scripts with the Node from npm", () => {
    expect(process.versions.node).toBe(manifest.devDependencies.node);
  });

  it("has one gate, and CI runs nothing else", () => {
    const lines = read(".ci/run").split("\n");
    expect(lines.filter((line) => line !== "" && !/^(#|set )/.test(line))).toEqual(["npm ci", "npm test"]);
  });

  it("leaves no test file out: one of the two runners finds each", () => {
    const files = globSync("**/*.{test,spec}.{ts,tsx}", { cwd: root, exclude: ["node_modules", "out", "dist"] });
    const lost = files.filter((file) => {
      const isEndToEnd = file.startsWith(join("test", "e2e"));
      return file.includes(".spec.") !== isEndToEnd;
    });
    expect(lost).toEqual([]);
  });
});

describe("the picture of the architecture", () => {
  const page = read("docs/architecture.md");
  const namesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");

  it("says for each room what lint lets it import", () => {
    const rows = page.matchAll(/^\| `((?:shared|main|renderer)[^`]*)` +\|[^|]+\|([^|]+)\|$/gm);
    const drawn = [...rows].map(([, folder, cell = ""]) => [folder, namesIn(cell)]);
    // The first folder is not a room of its own; the preload is a file.
    const isDrawn = (folder: string) => folder !== "shared" && !folder.startsWith("server/") && !folder.endsWith(".ts");
    const held = rooms.filter(({ folder }) => isDrawn(folder)).map(({ folder, rooms: named }) => [folder, named]);
    expect(drawn).toEqual(held);
  });

  /** `a --> b & c` of the diagram of this folder, as pairs; a name alone is a room that imports none of the others. */
  const drawnIn = (folder: string): string[] => {
    const [, after = ""] = page.split(`  %% ${folder}\n`);
    const [lines = ""] = after.split("```");
    return lines
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [from = "", to = ""] = line.trim().split(" --> ");
        return to === "" ? [from] : to.split(" & ").map((below) => `${from} --> ${below}`);
      })
      .toSorted();
  };

  /** The same from the lint table: what the rooms of each part may import from the other parts. */
  const heldIn = (partOf: (folder: string) => string | undefined): string[] => {
    const arrows = serverRooms.flatMap(({ folder, rooms: named }) => {
      const from = partOf(folder);
      const below = named
        .map((room) => partOf(room.replace("/**", "")))
        .filter((to) => to !== undefined && to !== from);
      return from === undefined ? [] : below.map((to) => `${from} --> ${to}`);
    });
    const parts = new Set(serverRooms.map(({ folder }) => partOf(folder)).filter((part) => part !== undefined));
    const alone = [...parts].filter((part) => !arrows.some((arrow) => arrow.split(" --> ").includes(part)));
    return [...new Set([...arrows, ...alone])].toSorted();
  };

  it("draws the floors of the backend as lint enforces them", () => {
    expect(drawnIn("server")).toEqual(heldIn((folder) => /^server\/([a-z]+)/.exec(folder)?.[1]));
  });

  it.each(["server/features", "server/records"])("draws who imports whom in %s as lint enforces it", (inside) => {
    const partOf = (folder: string) => {
      if (folder === "server/records") return inside === folder ? "services" : undefined;
      return folder.startsWith(`${inside}/`) ? folder.slice(inside.length + 1) : undefined;
    };
    expect(drawnIn(inside)).toEqual(heldIn(partOf));
  });

  it("describes each room of the backend once, the features in the order in which they may import each other", () => {
    const rows = read("server/README.md").matchAll(/^\| `([a-z/-]+)` +\|/gm);
    const described = [...rows].map(([, name]) => `server/${name}`);
    const floors = ["server/features", "server/foundation", "server/testing"];
    expect(described.toSorted()).toEqual([...serverRooms.map(({ folder }) => folder), ...floors].toSorted());
    const features = (folders: readonly string[]) => folders.filter((folder) => folder.startsWith("server/features/"));
    expect(features(described)).toEqual(features(serverRooms.map(({ folder }) => folder)));
  });
});
