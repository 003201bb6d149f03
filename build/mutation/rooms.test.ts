import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { parsePart, roomNames, roomOf, sourcesOf } from "./rooms.ts";

const root = resolve(import.meta.dirname, "../..");
const names = roomNames(root);
const room = (folder: string) => {
  const found = roomOf(root, folder);
  if (found === undefined) throw new Error(`${folder} is not a room`);
  return found;
};

describe("the rooms of the mutation run", () => {
  it("are the folders of the product, on all floors", () => {
    expect(names).toEqual(
      expect.arrayContaining(["main/views", "main/sync", "renderer/inbox", "shared/engine/planning/budget"]),
    );
    expect(names.filter((name) => name.startsWith("server/")).length).toBeGreaterThan(5);
    expect(names.filter((name) => /testing|node_modules/.test(name))).toEqual([]);
  });

  it.each(names)("%s has sources, and tests for them", (name) => {
    const { sources, tests } = room(name);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((file) => /\.test\.|\/testing\//.test(file))).toEqual([]);
    const found = tests.map((pattern) => globSync(pattern, { cwd: root }).length);
    expect(found.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
    // Tests that are said to be elsewhere exist.
    expect(found.slice(1).filter((count) => count === 0)).toEqual([]);
  });

  it("include the folders below them, or only the folder's own files", () => {
    expect(room("shared/engine").sources).toContain("shared/engine/planning/budget/check.ts");
    expect(room("shared/engine/.").sources).toContain("shared/engine/life-cycles.ts");
    expect(room("shared/engine/.").sources.filter((file) => file.split("/").length !== 3)).toEqual([]);
  });

  it("do not include folders that do not exist", () => {
    expect(roomOf(root, "server/nothing")).toBeUndefined();
    expect(roomOf(root, "shared/engine/testing")).toBeUndefined();
  });
});

describe("a part of a room", () => {
  it.each([
    ["1/1", { number: 1, of: 1 }],
    ["2/5", { number: 2, of: 5 }],
    ["0/5", undefined],
    ["6/5", undefined],
    ["2", undefined],
    ["a/b", undefined],
  ])("is read from %j", (text, part) => {
    expect(parsePart(text)).toEqual(part);
  });

  it("has some of the sources, and all parts together have each source once", () => {
    const whole = room("main/views");
    const parts = [1, 2, 3].map((number) => sourcesOf(whole, { number, of: 3 }));
    expect(parts.flat().toSorted()).toEqual(whole.sources.toSorted());
    expect(
      Math.max(...parts.map(({ length }) => length)) - Math.min(...parts.map(({ length }) => length)),
    ).toBeLessThan(2);
  });
});
