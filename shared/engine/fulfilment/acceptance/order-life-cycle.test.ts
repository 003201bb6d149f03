import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readCatalogue } from "../../../../build/rules/catalogue.ts";
import type { OrderStatus } from "#shared/domain/order.ts";
import { eventsIn, isTerminal, nextState } from "#shared/engine/transitions.ts";
import { ada, after, approval, orderWith, rejection, reversal, stage } from "#shared/testing/fixtures/approval.ts";

import { erpLifeCycle } from "./erp-life-cycle.ts";
import type { OrderStep } from "./order-life-cycle.ts";
import { advanceOrder, orderLifeCycle, statusAfter } from "./order-life-cycle.ts";

/** The status after these events from a status on; fails at the first that is not possible. */
const walk = (status: OrderStatus, ...events: OrderStep[]): OrderStatus =>
  events.reduce((current, event) => {
    const next = statusAfter(current, event);
    if (!next.ok) throw new Error(JSON.stringify(next.error));
    return next.value;
  }, status);

const intoExecution = orderLifeCycle.transitions.filter(({ to }) => to === "executing");

describe("the life cycle of an order", () => {
  it("goes from submission through pending and approved to executed", () => {
    expect(walk("draft", "submit")).toBe("pending");
    expect(walk("pending", "approve")).toBe("approved");
    expect(walk("approved", "execute")).toBe("executing");
    expect(walk("executing", "succeed")).toBe("executed");
  });

  it("starts provisioning when all partners approved", () => {
    expect(walk("draft", "submit", "approve", "execute")).toBe("executing");
  });

  it("I05 executes an order that needs no approval without one", () => {
    expect(walk("draft", "submit-without-approval")).toBe("not-needed");
    expect(walk("not-needed", "execute")).toBe("executing");
  });

  it("waits for its parent and for data, and is pending again after", () => {
    expect(walk("draft", "await-parent")).toBe("waiting-for-parent");
    expect(walk("waiting-for-parent", "parent-ready")).toBe("pending");
    expect(walk("waiting-for-parent", "inquire")).toBe("waiting-for-data");
    expect(walk("pending", "inquire", "supply-data")).toBe("pending");
  });

  it("can be rejected while it waits for its parent or for data", () => {
    expect(walk("waiting-for-parent", "reject")).toBe("rejected");
    expect(walk("waiting-for-data", "reject")).toBe("rejected");
  });

  it("A68 pauses a pending order: only a decision moves it on", () => {
    expect(eventsIn(orderLifeCycle, "pending").toSorted()).toEqual(["approve", "cancel", "inquire", "reject"]);
    expect(intoExecution.map(({ from }) => from)).not.toContain("pending");
  });

  it("A15 ends a rejected order: only taking the rejection back moves it on", () => {
    expect(walk("pending", "reject")).toBe("rejected");
    expect(eventsIn(orderLifeCycle, "rejected")).toEqual(["reverse"]);
  });

  it("takes effect only after provisioning has succeeded", () => {
    const arrows = orderLifeCycle.transitions.filter(({ to }) => to === "executed");
    expect(arrows.map(({ from, event }) => `${from} ${event}`)).toEqual(["executing succeed"]);
    expect(isTerminal(orderLifeCycle, "executed")).toBe(true);
  });

  it("A26 distinguishes failed provisioning from a rejection", () => {
    expect(walk("executing", "fail")).toBe("failed-after-approval");
  });

  it("A27 retries failed provisioning without another approval, and a changed order only with one", () => {
    expect(walk("failed-after-approval", "retry")).toBe("executing");
    expect(walk("failed-after-approval", "change")).toBe("pending");
  });

  it("W18 W58 W67 blocks what lacks credit until the checks let it through", () => {
    expect(walk("approved", "block-by-credit", "block-by-credit", "execute")).toBe("executing");
    expect(walk("not-needed", "block-by-credit")).toBe("blocked-by-credit");
    expect(walk("failed-after-approval", "block-by-credit")).toBe("blocked-by-credit");
  });

  it("W27 W29 is pending again after a payment that failed", () => {
    for (const status of ["approved", "not-needed", "blocked-by-credit"] as const)
      expect(walk(status, "keep-pending", "approve", "execute")).toBe("executing");
  });

  it("counts as submitted while the distributor executes it", () => {
    expect(walk("approved", "submit-to-distributor")).toBe("executing");
    expect(walk("not-needed", "submit-to-distributor")).toBe("executing");
  });

  it("S47 S48 S66 goes back to pending through a reversal, until it is executed", () => {
    for (const status of orderLifeCycle.states)
      expect(nextState(orderLifeCycle, status, "reverse")).toBe(
        ["approved", "rejected", "blocked-by-credit"].includes(status) ? "pending" : undefined,
      );
  });

  it("refuses every other step, naming status and step", () => {
    expect(statusAfter("executed", "approve")).toEqual({
      ok: false,
      error: { code: "order-step-impossible", args: { status: "executed", event: "approve" } },
    });
  });
});

describe("an order one step on", () => {
  const approved = after(orderWith([stage("one", [ada])]), [1, ada, approval("one")]);

  it("A26 keeps its approvals on record when provisioning fails", () => {
    const executing = advanceOrder(approved, "execute");
    if (!executing.ok) throw new Error("Not executed");
    const failed = advanceOrder(executing.value, "fail");
    expect(failed).toEqual({
      ok: true,
      value: { ...approved, status: "failed-after-approval", revision: approved.revision + 2 },
    });
  });

  it("is refused when the step is not possible", () => {
    expect(advanceOrder(approved, "succeed")).toMatchObject({ ok: false, error: { code: "order-step-impossible" } });
  });

  it("has the statuses that the decisions of its flow lead to", () => {
    const pending = orderWith([stage("one", [ada])]);
    const rejected = after(pending, [1, ada, rejection("one", "No.")]);
    expect(walk(pending.status, "approve")).toBe(approved.status);
    expect(walk(pending.status, "reject")).toBe(rejected.status);
    expect(walk(approved.status, "reverse")).toBe(after(approved, [2, ada, reversal(1)]).status);
    expect(walk(rejected.status, "reverse")).toBe(after(rejected, [2, ada, reversal(1)]).status);
  });
});

/** A path through the life cycle: each number chooses one of the possible events. */
const ways = fc.array(fc.nat(), { maxLength: 40 }).map((choices) => {
  const way: { from: OrderStatus; event: OrderStep; to: OrderStatus }[] = [];
  for (const choice of choices) {
    const from = way.at(-1)?.to ?? "draft";
    const events = eventsIn(orderLifeCycle, from);
    const event = events[choice % events.length];
    if (event === undefined) break;
    way.push({ from, event, to: walk(from, event) });
  }
  return way;
});

describe("whatever happens to an order", () => {
  it("A67 A68 W02 W69 it is executed only when it was approved, or needed no approval, since it was last pending", () => {
    fc.assert(
      fc.property(ways, (way) => {
        let isCleared = false;
        const uncleared = way.filter(({ event, to }) => {
          if (event === "approve" || event === "submit-without-approval") isCleared = true;
          if (to === "pending" || to === "rejected") isCleared = false;
          return !isCleared && (to === "executing" || to === "executed");
        });
        expect(uncleared).toEqual([]);
      }),
    );
  });

  it("no event other than those of its status changes it", () => {
    const events = [...new Set(orderLifeCycle.transitions.map(({ event }) => event))];
    fc.assert(
      fc.property(fc.constantFrom(...orderLifeCycle.states), fc.constantFrom(...events), (status, event) => {
        expect(statusAfter(status, event).ok).toBe(eventsIn(orderLifeCycle, status).includes(event));
      }),
    );
  });
});

describe.each([orderLifeCycle, erpLifeCycle])(
  "the table of the life cycle $name",
  ({ initial, states, transitions }) => {
    const rules = new Set(readCatalogue(readFileSync("docs/rules.md", "utf8")).map(({ id }) => id));

    it("leads from one state by one event to one state", () => {
      const arrows = transitions.map(({ from, event }) => `${from} ${event}`);
      expect(new Set(arrows).size).toBe(arrows.length);
    });

    it("names existing states, and rules that exist, at every arrow", () => {
      for (const { from, to, rules: named } of transitions) {
        expect(states).toContain(from);
        expect(states).toContain(to);
        expect(named.length).toBeGreaterThan(0);
        for (const id of named) expect(rules).toContain(id);
      }
    });

    it("reaches every state", () => {
      const reached = new Set<string>(initial);
      for (const _ of states) for (const { from, to } of transitions) if (reached.has(from)) reached.add(to);
      expect([...reached].toSorted()).toEqual([...states].toSorted());
    });
  },
);
