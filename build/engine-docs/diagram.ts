import type { TransitionTable } from "@countersign/shared/engine/transitions.ts";

/** Mermaid reads a hyphen in a state's name as part of an arrow. */
const idOf = (state: string): string => state.replaceAll("-", "_");

const labelOf = (event: string, rules: readonly string[]): string => `${event} (${rules.join(", ")})`;

/** The table as a fenced Mermaid state diagram: where a life cycle begins and ends, and each arrow with its rules. */
export const diagramOf = ({ initial, states, transitions }: TransitionTable<string, string>): string => {
  const ends = states.filter((state) => transitions.every(({ from }) => from !== state));
  return [
    "```mermaid",
    "stateDiagram-v2",
    ...states.map((state) => `  state "${state}" as ${idOf(state)}`),
    ...initial.map((state) => `  [*] --> ${idOf(state)}`),
    ...transitions.map(({ from, to, event, rules }) => `  ${idOf(from)} --> ${idOf(to)}: ${labelOf(event, rules)}`),
    ...ends.map((state) => `  ${idOf(state)} --> [*]`),
    "```",
  ].join("\n");
};
