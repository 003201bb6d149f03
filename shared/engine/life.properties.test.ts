import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Candidate, Decision } from "#shared/domain/approval-flow.ts";
import { knownAmount, money } from "#shared/domain/money.ts";
import { orderSchema } from "#shared/domain/order.ts";
import type { Order } from "#shared/domain/order.ts";
import { refusalText } from "#shared/words/refusal-text.ts";
import { at, orderWith, totals } from "#shared/testing/fixtures/approval.ts";

import { budget, counting } from "./planning/budget/testing/orders.ts";
import { usageAt } from "./planning/budget/usage.ts";
import { withFlow } from "./approval/decide.ts";
import { foldFlow } from "./approval/fold.ts";
import { planStages, flowPolicyOf } from "./planning/plan.ts";
import { acts, perform, performAll } from "./testing/acts.ts";
import type { Submission } from "./testing/submissions.ts";
import { submissions } from "./testing/submissions.ts";
import { waitsFor } from "./approval/waiting.ts";

const place = ({ order, policy, context }: Submission): Order | undefined => {
  const planned = planStages(order, policy, context);
  if (!planned.ok || planned.value.length === 0) return undefined;
  const draft = { ...orderWith([]), ...order, revision: 0 };
  return withFlow(draft, { policy: flowPolicyOf(policy), stages: planned.value, decisions: [], comments: [] });
};

/** Orders that were submitted under any policy and wait for somebody. */
const placedOrders = submissions.map(place).filter((order) => order !== undefined);

const standing = ({ flow }: Order): Decision[] => flow.decisions.filter(({ reversal }) => reversal === undefined);
const picture = ({ status, erpStatus, flow }: Order) => ({ status, erpStatus, ...foldFlow(flow) });

/** The same after a trip through a disk or a network. */
const stored = (order: Order): Order => orderSchema.parse(JSON.parse(JSON.stringify(order)));

const votesOf = ({ delegation, personId }: Candidate) => (delegation ? delegation.delegator.personId : personId);

describe("whatever people do to an order, at any time, for themselves and for others", () => {
  it("A02 A15 I22 it is never approved with an open stage or after a rejection that stands", () => {
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        for (const order of performAll(placed, all).orders) {
          const { stages, outcome } = foldFlow(order.flow);
          const isRejected = standing(order).some((decision) => decision.outcome === "rejected");
          const isDone = stages.every(({ state }) => state === "approved");
          expect(outcome).toBe(isRejected ? "rejected" : isDone ? "approved" : "pending");
          expect(order.status).toBe(outcome);
          expect(stages.some(({ state }) => state === "open")).toBe(outcome === "pending");
        }
      }),
    );
  });

  it("I03 A88 the open stages belong to one step: all before it are approved, and nothing after it is decided", () => {
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        for (const { flow } of performAll(placed, all).orders) {
          const { stages } = foldFlow(flow);
          const open = new Set(stages.filter(({ state }) => state === "open").map(({ stage }) => stage.step));
          const [now] = open;
          if (now === undefined) continue;
          expect(open.size).toBe(1);
          for (const { stage, state, decisions } of stages) {
            expect(stage.step >= now || state === "approved").toBe(true);
            expect(stage.step <= now || (state === "waiting" && decisions.length === 0)).toBe(true);
          }
        }
      }),
    );
  });

  it("S49 S52 nobody decides whom the stage does not ask at that time, and no vote is used twice", () => {
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        const { orders } = performAll(placed, all);
        for (const [index, order] of orders.entries()) {
          const before = orders[index - 1];
          const made = order.flow.decisions.at(-1);
          if (before === undefined || made === undefined) continue;
          if (before.flow.decisions.length === order.flow.decisions.length) continue;
          const stage = before.flow.stages.find(({ id }) => id === made.stageId)!;
          const asked = stage.candidates.filter(
            ({ personId, delegation }) =>
              personId === made.person.personId &&
              delegation?.delegator.personId === made.onBehalfOf?.personId &&
              (delegation === undefined ||
                (delegation.validFrom <= made.madeAt && made.madeAt <= delegation.validUntil)),
          );
          expect(asked).not.toEqual([]);
          const mayDecideOwn = order.flow.policy.selfApproval === "allowed";
          expect(mayDecideOwn || made.person.personId !== order.requester.personId).toBe(true);
        }
        for (const { stage, decisions } of foldFlow(orders.at(-1)!.flow).stages) {
          const votes = decisions.map(({ person, onBehalfOf }) => (onBehalfOf ?? person).personId);
          expect(new Set(votes).size).toBe(votes.length);
          expect(votes.length).toBeLessThanOrEqual(new Set([...stage.candidates.map(votesOf), ...votes]).size);
        }
      }),
    );
  });

  it("I23 while it is pending, somebody whom it asks can decide", () => {
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        for (const order of performAll(placed, all).orders) {
          if (order.status !== "pending") continue;
          const asked = order.flow.stages.flatMap(({ candidates }) => candidates);
          expect(asked.some(({ personId }) => waitsFor(order, personId))).toBe(true);
        }
      }),
    );
  });

  it("S47 taking back the last decision restores exactly the state from before", () => {
    let reversed = 0;
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        const { orders } = performAll(placed, all);
        for (const [index, order] of orders.entries()) {
          const before = orders[index - 1];
          const decision = order.flow.decisions.length - 1;
          const made = order.flow.decisions[decision];
          if (before === undefined || made === undefined || before.flow.decisions.length > decision) continue;
          const back = perform(order, { does: "reverse", person: made.person, decision }, 100);
          const isForbidden = order.flow.policy.reversal === "never";
          reversed += isForbidden ? 0 : 1;
          expect(back.ok ? picture(back.value) : back.error.code).toEqual(
            isForbidden ? "reversal-forbidden" : picture(before),
          );
          expect(back.ok ? back.value.flow.decisions.length : decision + 1).toBe(decision + 1);
        }
      }),
      // Not every life has a decision that may be taken back.
      { numRuns: 2 * (fc.readConfigureGlobal().numRuns ?? 100) },
    );
    expect(reversed).toBeGreaterThan(50);
  });

  it("D09 the same acts lead to the same order, however they are batched", () => {
    fc.assert(
      fc.property(placedOrders, acts, fc.nat(), (placed, all, cut) => {
        const boundary = cut % (all.length + 1);
        const first = performAll(stored(placed), all.slice(0, boundary)).last;
        const last = performAll(stored(first), all.slice(boundary), boundary + 1).last;
        const { last: atOnce } = performAll(placed, all);
        expect(last).toEqual(atOnce);
        expect(foldFlow(stored(last).flow)).toEqual(foldFlow(atOnce.flow));
      }),
    );
  });

  it("every refusal has a code and a whole sentence, and leaves the order as it was", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(placedOrders, acts, (placed, all) => {
        const untouched = structuredClone(placed);
        for (const refused of performAll(placed, all).refusals) {
          met.add(refused.code);
          expect(refusalText(refused)).not.toContain("{{");
        }
        expect(placed).toEqual(untouched);
      }),
    );
    expect(met.size).toBeGreaterThan(8);
  });

  it("I25 a budget never drifts from the sum of its orders", () => {
    const month = budget({ amount: money(1, "EUR") });
    const prices = fc.nat({ max: 1_000_00 });
    fc.assert(
      fc.property(fc.array(fc.tuple(placedOrders, acts, prices), { minLength: 1, maxLength: 3 }), (lives) => {
        const histories = lives.map(([placed, all, price], index) => {
          const id = `order-${index}` as Order["id"];
          const requester = orderWith([]).requester;
          return performAll({ ...placed, id, requester, totals: totals(money(price, "EUR")) }, all).orders;
        });
        const longest = Math.max(...histories.map((orders) => orders.length));
        for (let turn = 0; turn < longest; turn += 1) {
          const now = histories.map((orders) => orders[Math.min(turn, orders.length - 1)]!);
          const sum = now
            .filter(({ status }) => status === "approved")
            .reduce((total, { totals: { gross } }) => total + (gross.known ? gross.money.amountMinor : 0), 0);
          const usage = usageAt(
            month,
            at(0),
            histories.flatMap((orders) => orders.slice(0, turn + 1)),
            counting(),
          );
          expect(usage?.spent).toEqual(money(sum, "EUR"));
          expect(usage && knownAmount(usage.remaining)).toEqual(knownAmount(money(1 - sum, "EUR")));
        }
      }),
    );
  });
});
