import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { byRoom, core, nearestFirst, startsPrograms } from "./turns.ts";

describe("the tests of a quick run", () => {
  it("run in the order of their likelihood to fail: changed, beside a change, the core, the room, the rest", () => {
    const order = [
      "main/views/order.test.ts",
      "main/views/inbox.test.ts",
      core[0]!,
      "main/views/testing/rows.test.ts",
      "server/node/start.test.ts",
    ];
    const changed = ["main/views/order.test.ts", "main/views/inbox.ts"];
    expect(nearestFirst(order.toReversed(), changed, () => false)).toEqual(order);
  });

  it("run first those that start no programs, if equally near", () => {
    const tests = ["server/a.test.ts", "server/b.test.ts"];
    const sources = ["const server = await startTestServer();", "expect(startOf(day)).toBe(0);"];
    const isSlow = (test: string) => startsPrograms(sources[tests.indexOf(test)]!);
    expect(nearestFirst(tests, [], isSlow)).toEqual(tests.toReversed());
  });

  it("begin with the core if nothing changed", () => {
    expect(nearestFirst(["main/app.test.ts", ...core], [], () => false)[0]).toBe([...core].toSorted()[0]);
  });

  it.each(core)("have a core that exists: %s", (file) => {
    expect(existsSync(file)).toBe(true);
  });

  it("are counted by room if they were not run", () => {
    const files = ["main/views/a.test.ts", "server/features/sync/b.test.ts", "server/features/erp/c.test.ts"];
    expect(byRoom(files)).toBe("server/features 2, main/views 1");
  });
});
