import { describe, expect, it } from "vitest";

import { applyCommand } from "#shared/commands/apply.ts";
import type { Order } from "#shared/domain/order.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  commandOf,
  max,
  orderWith,
  rejection,
  reversal,
  rita,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { waitingSince, waitsFor } from "./waiting.ts";

const inSequence = orderWith([stage("one", [max]), stage("two", [ada, bruno])]);

describe("what waits for a person", () => {
  it("includes an order whose open stage asks them", () => {
    expect(waitsFor(inSequence, max.personId)).toBe(true);
    expect(waitsFor(inSequence, ada.personId)).toBe(false);
    const next = after(inSequence, [1, max, approval("one")]);
    expect(waitsFor(next, max.personId)).toBe(false);
    expect([ada, bruno].map(({ personId }) => waitsFor(next, personId))).toEqual([true, true]);
  });

  it("excludes an order that is decided, by them or by somebody else", () => {
    const rejected = after(inSequence, [1, max, rejection("one", "No.")]);
    expect(waitsFor(rejected, ada.personId)).toBe(false);
    const allOf = orderWith([stage("one", [ada, bruno], { mode: "all" })]);
    const half = after(allOf, [1, ada, approval("one")]);
    expect([ada, bruno].map(({ personId }) => waitsFor(half, personId))).toEqual([false, true]);
  });

  it("I26 never includes their own order", () => {
    expect(waitsFor(orderWith([stage("one", [rita, ada])]), rita.personId)).toBe(false);
  });

  it("excludes an order that is itself waiting for data", () => {
    const waiting: Order = { ...inSequence, status: "waiting-for-data" };
    expect(waitsFor(waiting, max.personId)).toBe(false);
  });
});

describe("since when an order waits", () => {
  it("is when it was placed, and later when the server received the last decision or reversal", () => {
    expect(waitingSince(inSequence)).toBe(at(0));
    const approved = after(inSequence, [5, max, approval("one")]);
    expect(waitingSince(approved)).toBe(at(5));
    expect(waitingSince(after(approved, [9, max, reversal(5)]))).toBe(at(9));
  });

  it("ignores the clock of a device whose decision has not been received yet", () => {
    const unsent = applyCommand(
      inSequence,
      { command: commandOf(5, max, approval("one")), intent: approval("one") },
      { person: max },
    );
    expect(unsent.ok && waitingSince(unsent.value)).toBe(at(0));
  });
});
