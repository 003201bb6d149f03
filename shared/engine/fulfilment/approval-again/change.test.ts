import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { refusalText } from "#shared/words/refusal-text.ts";
import type { SubscriptionTerms } from "#shared/domain/subscription.ts";
import { subscriptionTermsSchema } from "#shared/domain/subscription.ts";

import { nextState } from "#shared/engine/transitions.ts";
import type { ChangingSubscription } from "./change.ts";
import { advanceChange, proposeChange, retryProvisioning } from "./change.ts";
import type { ChangeEvent } from "./change-life-cycle.ts";
import { changeLifeCycle } from "./change-life-cycle.ts";
import { subscriptionRefusalCodes } from "./refusals.ts";
import { euros, item, terms, units } from "./testing/terms.ts";

const settled: ChangingSubscription = { state: "settled", version: 3, inForce: terms() };
const more = terms({ items: [item({ quantity: units("11") })] });
const fewer = terms({ items: [item({ quantity: units("9") })] });

const proposed = (to: SubscriptionTerms, from = settled) => {
  const result = proposeChange(from, to);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.subscription;
};
const advanced = (from: ChangingSubscription, ...events: Parameters<typeof advanceChange>[1][]) =>
  events.reduce((now, event) => {
    const result = advanceChange(now, event);
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  }, from);

const events = [...new Set(changeLifeCycle.transitions.map(({ event }) => event))];

/** The subscription after one event of its life cycle; `undefined` where it is refused. */
const stepped = (now: ChangingSubscription, event: ChangeEvent): ChangingSubscription | undefined => {
  if (event === "retry") {
    const retried = retryProvisioning(now, now.state === "settled" ? now.inForce : now.proposed);
    return retried.ok ? retried.value : undefined;
  }
  if (event === "propose-asking" || event === "propose-passing") {
    const { termAmount } = now.inForce;
    const minor = termAmount.known ? termAmount.money.amountMinor : 0;
    const edit = proposeChange(now, terms({ termAmount: euros(event === "propose-asking" ? minor + 1 : minor - 1) }));
    return edit.ok ? edit.value.subscription : undefined;
  }
  const result = advanceChange(now, event);
  return result.ok ? result.value : undefined;
};

describe("the change of an approved subscription", () => {
  it("A08 A20 an edit that needs approval waits for it; what is in force stays", () => {
    expect(proposed(more)).toEqual({ state: "waiting-for-approval", version: 3, inForce: terms(), proposed: more });
  });

  it("A94 an edit that the policy lets pass is provisioned at once, and still in force only afterwards", () => {
    expect(proposed(fewer)).toEqual({ state: "provisioning", version: 3, inForce: terms(), proposed: fewer });
    const strict = proposeChange(settled, fewer, { lower: "asks", sideways: "asks" });
    expect(strict.ok && strict.value.subscription.state).toBe("waiting-for-approval");
  });

  it("I21 an edit that changes nothing leaves the subscription as it is", () => {
    expect(proposed(terms())).toBe(settled);
  });

  it("A19 A20 approval and provisioning bring the proposal into force, as the next version", () => {
    const approved = advanced(proposed(more), "approve");
    expect(approved).toMatchObject({ state: "provisioning", inForce: terms() });
    expect(advanced(approved, "provisioning-succeeds")).toEqual({ state: "settled", version: 4, inForce: more });
  });

  it.each(["reject", "withdraw"] as const)("A15 A20 after %s, everything is as before", (event) => {
    expect(advanced(proposed(more), event)).toEqual(settled);
  });

  it("A20 A26 failed provisioning differs from a rejection: the proposal is kept and nothing is in force yet", () => {
    const failed = advanced(proposed(more), "approve", "provisioning-fails");
    expect(failed).toEqual({ state: "provisioning-failed", version: 3, inForce: terms(), proposed: more });
    expect(advanced(failed, "withdraw")).toEqual(settled);
  });

  it("A27 failed provisioning may be tried again with exactly what was approved", () => {
    const failed = advanced(proposed(more), "approve", "provisioning-fails");
    const retried = retryProvisioning(failed, structuredClone(more));
    expect(retried.ok && advanced(retried.value, "provisioning-succeeds")).toEqual({
      state: "settled",
      version: 4,
      inForce: more,
    });
    for (const other of [terms(), fewer, { ...more, termAmount: euros(1) }])
      expect(retryProvisioning(failed, other)).toEqual({ ok: false, error: { code: "retry-differs", args: {} } });
  });

  it("refuses a second change while one is under way, and steps that are not possible", () => {
    const waiting = proposed(more);
    expect(proposeChange(waiting, fewer)).toEqual({
      ok: false,
      error: { code: "change-in-progress", args: { state: "waiting-for-approval" } },
    });
    expect(proposeChange(advanced(waiting, "approve"), terms()).ok).toBe(false);
    const impossible = { code: "change-step-impossible", args: { state: "settled", event: "approve" } };
    expect(advanceChange(settled, "approve")).toEqual({ ok: false, error: impossible });
    expect(advanceChange(waiting, "provisioning-succeeds")).toMatchObject({
      error: { code: "change-step-impossible" },
    });
    for (const early of [settled, waiting])
      expect(retryProvisioning(early, more)).toMatchObject({ error: { args: { event: "retry" } } });
  });

  it("every refusal has a sentence with its figures", () => {
    const waiting = proposed(more);
    const failed = advanced(waiting, "approve", "provisioning-fails");
    const refused = [proposeChange(waiting, fewer), advanceChange(settled, "reject"), retryProvisioning(failed, fewer)];
    const errors = refused.flatMap((result) => (result.ok ? [] : [result.error]));
    expect(errors.map(({ code }) => code)).toEqual([...subscriptionRefusalCodes]);
    for (const error of errors) expect(refusalText(error)).not.toContain("{{");
  });

  it("A20 whatever happens, only provisioning that succeeds changes what is in force", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), (trace) => {
        let now: ChangingSubscription = settled;
        for (const event of trace) {
          const after = stepped(now, event);
          if (after === undefined) continue;
          expect(after.version).toBe(event === "provisioning-succeeds" ? now.version + 1 : now.version);
          expect(after.inForce === now.inForce).toBe(event !== "provisioning-succeeds");
          expect(after.state).toBe(nextState(changeLifeCycle, now.state, event));
          now = after;
        }
      }),
    );
  });

  it("terms name each item once", () => {
    expect(subscriptionTermsSchema.safeParse(terms()).success).toBe(true);
    const twice = subscriptionTermsSchema.safeParse(terms({ items: [item(), item()] }));
    expect(twice.error?.issues[0]?.path).toEqual(["items", 1, "id"]);
  });
});

describe("trying the provisioning again", () => {
  it("A27 is refused if none failed, naming the state of the change", () => {
    expect(retryProvisioning(settled, settled.inForce)).toEqual({
      ok: false,
      error: { code: "change-step-impossible", args: { state: "settled", event: "retry" } },
    });
  });
});
