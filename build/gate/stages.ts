/** A script of package.json, and what it is told. */
export type GatePart = readonly [script: string, ...args: string[]];

/** Parts that run one after the other. */
export type Lane = readonly GatePart[];

/** Lanes that run side by side. */
export interface GateStage {
  readonly name: string;
  readonly lanes: readonly Lane[];
}

/**
 * What `npm test` does, stage by stage. Side by side runs what by itself leaves one of two cores without work: types and unused
 * code have one thread, and what drives a window waits for it.
 */
export const stages: readonly GateStage[] = [
  {
    name: "checks",
    lanes: [[["check:types"]], [["check:format"], ["check:unused"], ["check:lint"]]],
  },
  { name: "unit", lanes: [[["bundle:programs"], ["prepare:data"], ["test:unit"]]] },
  { name: "windows", lanes: [[["test:e2e"]], [["test:electron", "--where-possible"]]] },
];
