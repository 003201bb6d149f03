import { describe, expect, it } from "vitest";

import manifest from "../../package.json" with { type: "json" };
import type { Ended } from "#build/processes/run.ts";
import type { RunPart } from "./run-stage.ts";
import { runStage } from "./run-stage.ts";
import type { GateStage } from "./stages.ts";
import { stages } from "./stages.ts";

const green: Ended = { isGreen: true, output: "" };

const sideBySide: GateStage = { name: "checks", lanes: [[["types"], ["lint"]], [["format"]]] };

const outcome = async (stage: GateStage, run: RunPart): Promise<{ failed: string[]; printed: string }> => {
  const printed: string[] = [];
  const failed = await runStage(stage, { run, print: (text) => printed.push(text), now: () => 0 });
  return { failed, printed: printed.join("") };
};

describe("a stage of the gate", () => {
  it("names every part that failed, and runs what follows it", async () => {
    const ran: string[] = [];
    const { failed, printed } = await outcome(sideBySide, ([script]) => {
      ran.push(script);
      return Promise.resolve({ isGreen: script === "lint", output: `${script} said this\n` });
    });
    expect(ran.toSorted()).toEqual(["format", "lint", "types"]);
    expect(failed.toSorted()).toEqual(["format", "types"]);
    expect(printed).toContain("types said this\nFAILED: types (0 s)\n");
    expect(printed).toContain("lint said this\nPassed: lint (0 s)\n");
  });

  it("runs its lanes side by side, and the parts of each one after the other", async () => {
    const running = new Set<string>();
    const together: string[] = [];
    await outcome(sideBySide, async ([script]) => {
      running.add(script);
      await new Promise(setImmediate);
      together.push([...running].toSorted().join("+"));
      running.delete(script);
      return green;
    });
    expect(together).toContain("format+types");
    expect(together.filter((names) => names.includes("types") && names.includes("lint"))).toEqual([]);
  });

  it("lets a part speak while it runs only where nothing runs beside it", async () => {
    const spoke: Record<string, boolean> = {};
    const run: RunPart = ([script], isAlone) => {
      spoke[script] = isAlone;
      return Promise.resolve(green);
    };
    await outcome(sideBySide, run);
    await outcome({ name: "unit", lanes: [[["unit"]]] }, run);
    expect(spoke).toEqual({ types: false, lint: false, format: false, unit: true });
  });
});

it("the gate runs every check, every test and what they need, as package.json has them, but the quick and the long run", () => {
  const parts = stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.map(([script]) => script)));
  const scripts = Object.keys(manifest.scripts).filter((name) => /^(check|bundle|prepare|test):/.test(name));
  expect(parts.toSorted()).toEqual(scripts.filter((name) => !["test:quick", "test:long"].includes(name)).toSorted());
});
