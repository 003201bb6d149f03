import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Intent } from "#shared/commands/payloads.ts";
import type { Requirement } from "#shared/domain/approval-flow.ts";
import { orderSchema } from "#shared/domain/order.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Step } from "#shared/testing/fixtures/approval.ts";
import {
  ada,
  approval,
  attempt,
  bruno,
  clara,
  commandIdOf,
  max,
  orderWith,
  rejection,
  reversal,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import { foldFlow } from "./approval/fold.ts";

const everybody = [rita, max, ada, bruno, clara, zoe];

const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.constant<Requirement>({ mode: "any" }),
  fc.constant<Requirement>({ mode: "all" }),
  fc.constant<Requirement>({ mode: "n-of-m", n: 2 }),
);
const candidates = fc.uniqueArray(fc.constantFrom(max, ada, bruno, clara), { minLength: 2, maxLength: 4 });
const order: fc.Arbitrary<Order> = fc
  .array(fc.tuple(candidates, requirement), { minLength: 1, maxLength: 3 })
  .map((stages) => orderWith(stages.map(([people, asked], index) => stage(`stage-${index}`, people, asked))));

const stageName = fc.constantFrom("stage-0", "stage-1", "stage-2", "stage-9");
const intent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 5, arbitrary: stageName.map((id) => approval(id)) },
  { weight: 2, arbitrary: stageName.map((id) => rejection(id, "No.")) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 25 }).map((number) => reversal(number)) },
);
const steps: fc.Arbitrary<Step[]> = fc
  .array(fc.tuple(fc.constantFrom(...everybody), intent), { maxLength: 25 })
  .map((made) => made.map(([person, asked], index): Step => [index + 1, person, asked]));

/** The order after each command, refused ones left out. */
const way = (placed: Order, made: readonly Step[]): Order[] => {
  const orders = [placed];
  for (const step of made) {
    const applied = attempt(orders.at(-1)!, step);
    if (applied.ok) orders.push(applied.value);
  }
  return orders;
};

const picture = ({ status, erpStatus, flow }: Order) => ({ status, erpStatus, ...foldFlow(flow) });
const asks = (placed: Order, id: string, person: PersonReference): boolean =>
  placed.flow.stages.some((each) => each.id === id && each.candidates.some((one) => one.personId === person.personId));

describe("whatever people try", () => {
  it("D09 the same commands in the same order lead to the same order, on the device and on the server", () => {
    fc.assert(
      fc.property(order, steps, (placed, made) => {
        expect(way(structuredClone(placed), structuredClone(made)).at(-1)).toEqual(way(placed, made).at(-1));
      }),
    );
  });

  it("the order can always be stored", () => {
    fc.assert(
      fc.property(order, steps, (placed, made) => {
        for (const each of way(placed, made)) expect(orderSchema.safeParse(each).error).toBeUndefined();
      }),
    );
  });

  it("A02 A15 I22 an order is approved exactly when every stage is, and rejected when one is", () => {
    fc.assert(
      fc.property(order, steps, (placed, made) => {
        for (const { status, flow } of way(placed, made)) {
          const { stages } = foldFlow(flow);
          const standing = flow.decisions.filter(({ reversal }) => reversal === undefined);
          const isRejected = standing.some(({ outcome }) => outcome === "rejected");
          const isComplete = stages.every(({ state }) => state === "approved");
          expect(status).toBe(isRejected ? "rejected" : isComplete ? "approved" : "pending");
          expect(stages.filter(({ state }) => state === "open")).toHaveLength(status === "pending" ? 1 : 0);
        }
      }),
    );
  });

  it("a stage is approved by as many different people as it needs, and by nobody whom it does not ask", () => {
    fc.assert(
      fc.property(order, steps, (placed, made) => {
        const last = way(placed, made).at(-1)!;
        for (const { id, person } of last.flow.decisions.map((each) => ({ id: each.stageId, person: each.person })))
          expect(asks(placed, id, person)).toBe(true);
        for (const { stage: asked, state, decisions } of foldFlow(last.flow).stages) {
          const people = new Set(decisions.map(({ person }) => person.personId));
          expect(people.size).toBe(decisions.length);
          const needed = { any: 1, all: asked.candidates.length, "n-of-m": 2 }[asked.requirement.mode];
          expect(state === "rejected" || (state === "approved") === people.size >= needed).toBe(true);
        }
      }),
    );
  });

  it("I03 no stage has a standing decision while an earlier one is not approved", () => {
    fc.assert(
      fc.property(order, steps, (placed, made) => {
        for (const { flow } of way(placed, made)) {
          const { stages } = foldFlow(flow);
          const firstUndone = stages.findIndex(({ state }) => state !== "approved");
          const beyond = firstUndone < 0 ? [] : stages.slice(firstUndone + 1);
          expect(beyond.flatMap(({ decisions }) => decisions)).toEqual([]);
        }
      }),
    );
  });

  it("S47 a reversal restores the state from before the decision", () => {
    fc.assert(
      fc.property(order, steps, fc.constantFrom(...everybody), intent, (placed, made, person, asked) => {
        const before = way(placed, made).at(-1)!;
        const decided = attempt(before, [50, person, asked]);
        fc.pre(decided.ok && decided.value.flow.decisions.at(-1)?.id === commandIdOf(50));
        const reversed = decided.ok && attempt(decided.value, [51, person, reversal(50)]);
        expect(reversed && reversed.ok && picture(reversed.value)).toEqual(picture(before));
      }),
    );
  });

  it("A14 the same answer again changes nothing", () => {
    fc.assert(
      fc.property(order, steps, fc.constantFrom(...everybody), stageName, (placed, made, person, id) => {
        const before = way(placed, made).at(-1)!;
        const once = attempt(before, [50, person, approval(id)]);
        fc.pre(once.ok);
        const twice = once.ok && attempt(once.value, [51, person, approval(id)]);
        expect(twice && twice.ok && twice.value === (once.ok && once.value)).toBe(true);
      }),
    );
  });
});
