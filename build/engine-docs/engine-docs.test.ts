import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { lifeCycles } from "@countersign/shared/engine/life-cycles.ts";

import { diagramOf } from "./diagram.ts";
import { withLifeCycles } from "./page.ts";

const lamp = {
  name: "Lamp",
  initial: ["switched-off"],
  states: ["switched-off", "on", "broken"],
  transitions: [
    { from: "switched-off", event: "press", to: "on", rules: ["D01", "D02"] },
    { from: "on", event: "drop", to: "broken", rules: ["D03"] },
  ],
};

describe("docs/engine.md", () => {
  it("shows every current life cycle; `npm run engine-docs` updates it", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../docs/engine.md"), "utf8");
    expect(withLifeCycles(page, lifeCycles)).toBe(page);
  });

  it("keeps the text around the diagrams, however often they are redrawn", () => {
    const page =
      "# Before\n\n<!-- life cycles: written by `npm run engine-docs` -->\nold\n<!-- /life cycles -->\n\nAfter\n";
    const drawn = withLifeCycles(page, [lamp]);
    expect(drawn).toMatch(/^# Before\n.*### Lamp\n.*\nAfter\n$/s);
    expect(drawn).not.toContain("old");
    expect(withLifeCycles(drawn, [lamp])).toBe(drawn);
  });

  it("is refused without its markers", () => {
    expect(() => withLifeCycles("# Before", [lamp])).toThrow("no <!-- life cycles");
  });
});

describe("a diagram", () => {
  it("draws where a life cycle begins, each arrow with its rules, and where it ends", () => {
    expect(diagramOf(lamp).split("\n")).toEqual([
      "```mermaid",
      "stateDiagram-v2",
      '  state "switched-off" as switched_off',
      '  state "on" as on',
      '  state "broken" as broken',
      "  [*] --> switched_off",
      "  switched_off --> on: press (D01, D02)",
      "  on --> broken: drop (D03)",
      "  broken --> [*]",
      "```",
    ]);
  });
});
