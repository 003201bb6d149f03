import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readCatalogue } from "../../build/rules/catalogue.ts";

import { lifeCycles } from "./life-cycles.ts";
import { eventsIn, isTerminal, nextState } from "./transitions.ts";

const rules = new Set(
  readCatalogue(readFileSync(resolve(import.meta.dirname, "../../docs/rules.md"), "utf8")).map(({ id }) => id),
);

/** Where each life cycle may end. A change of a subscription ends settled, and may begin again. */
const ends: Readonly<Record<string, readonly string[]>> = {
  Order: ["executed"],
  "Order in the ERP": ["posted"],
  "Change of a subscription": [],
  Subscription: ["cancelled", "ended"],
  Quote: ["converted", "withdrawn", "expired"],
  "Tier configuration": ["deleted"],
  "Tier configuration request": ["approved", "failed", "deleted"],
  "Fulfillment request": ["pending", "failed", "deleted"],
};

describe.each(lifeCycles.map((table) => [table.name, table] as const))("the life of: %s", (name, table) => {
  const { initial, states, transitions } = table;

  it("begins in its own states, moves between its own states, and lists each once", () => {
    expect(new Set(states).size).toBe(states.length);
    expect(initial.length).toBeGreaterThan(0);
    expect(states).toEqual(expect.arrayContaining([...initial]));
    expect(states).toEqual(expect.arrayContaining(transitions.flatMap(({ from, to }) => [from, to])));
  });

  it("leads by one event from one state to one state", () => {
    const arrows = transitions.map(({ from, event }) => `${from} + ${event}`);
    expect(new Set(arrows).size).toBe(arrows.length);
    for (const { from, event, to } of transitions) expect(nextState(table, from, event)).toBe(to);
  });

  it("cannot leave exactly those states in which it ends", () => {
    expect(states.filter((state) => isTerminal(table, state)).toSorted()).toEqual(ends[name]?.toSorted());
    for (const state of ends[name] ?? []) expect(eventsIn(table, state)).toEqual([]);
  });

  it("names for every arrow the rules it stands for, and they exist", () => {
    for (const arrow of transitions) {
      expect(arrow.rules, `${arrow.from} + ${arrow.event}`).not.toEqual([]);
      expect(arrow.rules.filter((rule) => !rules.has(rule))).toEqual([]);
    }
  });

  it("reaches every state, and never leaves them, whatever path it takes", () => {
    const events = [...new Set(transitions.map(({ event }) => event))];
    const reached = new Set<string>(initial);
    for (const state of reached)
      for (const event of eventsIn(table, state)) reached.add(nextState(table, state, event)!);
    expect([...reached].toSorted()).toEqual(states.toSorted());
    fc.assert(
      fc.property(fc.constantFrom(...initial), fc.array(fc.constantFrom(...events)), (start, way) => {
        let state = start;
        for (const event of way) {
          const next = nextState(table, state, event);
          expect(next !== undefined).toBe(eventsIn(table, state).includes(event));
          state = next ?? state;
        }
        expect(states).toContain(state);
      }),
    );
  });
});

it("no two life cycles have the same name", () => {
  expect(new Set(lifeCycles.map(({ name }) => name)).size).toBe(lifeCycles.length);
  expect(Object.keys(ends).toSorted()).toEqual(lifeCycles.map(({ name }) => name).toSorted());
});
