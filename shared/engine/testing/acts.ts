import fc from "fast-check";

import type { Candidate, DecisionOutcome, Reversal } from "#shared/domain/approval-flow.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { deviceIdSchema } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { ok } from "#shared/domain/result.ts";
import { at, commandIdOf } from "#shared/testing/fixtures/approval.ts";

import { comment, decide, reverse } from "../approval/decide.ts";
import { checkDelegation, delegateOrder, endDelegation } from "../approval/delegate.ts";
import { escalateOrder } from "../approval/escalate.ts";
import { openStages } from "../approval/fold.ts";
import type { EngineRefusalCode } from "../approval/refusals.ts";
import { anybody } from "./policies.ts";

/**
 * What somebody, or the passing of time, does to an order. Stages, people and decisions are picked by their position:
 * the stages among those that are open and the people among those whom they ask, unless it is a stranger's act.
 */
export type Act =
  | {
      readonly does: "decide";
      readonly stranger?: PersonReference;
      readonly pick: number;
      readonly stage: number;
      readonly outcome: DecisionOutcome;
      readonly hasReason: boolean;
      readonly onBehalfOf?: PersonReference;
    }
  | { readonly does: "reverse"; readonly person: PersonReference; readonly decision: number }
  | { readonly does: "comment"; readonly person: PersonReference }
  | { readonly does: "delegate" | "end-delegation"; readonly delegation: Delegation }
  | { readonly does: "escalate" }
  | { readonly does: "release" };

const position = fc.nat({ max: 6 });

const delegation: fc.Arbitrary<Delegation> = fc
  .tuple(anybody, anybody, fc.integer({ min: 0, max: 400 }), fc.integer({ min: -20, max: 600 }))
  .map(([delegator, substitute, from, length]) => ({
    id: "1",
    delegator,
    substitute,
    validFrom: at(from),
    validUntil: at(from + length),
  }));

export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record(
        {
          does: fc.constant("decide" as const),
          stranger: anybody,
          pick: position,
          stage: position,
          outcome: fc.constantFrom(...Array<"approved">(5).fill("approved"), "rejected" as const),
          hasReason: fc.boolean(),
          onBehalfOf: anybody,
        },
        { requiredKeys: ["does", "pick", "stage", "outcome", "hasReason"] },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant("reverse" as const), person: anybody, decision: position }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("comment" as const), person: anybody }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constantFrom("delegate" as const, "end-delegation" as const), delegation }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Act>({ does: "escalate" }, { does: "escalate" }, { does: "release" }) },
  ),
  { maxLength: 20 },
);

/** Made and received at the act's turn: half an hour after the previous one. */
const madeAs = (person: PersonReference, turn: number): Omit<Reversal, "commandId"> => ({
  person,
  deviceId: deviceIdSchema.parse("device"),
  madeAt: at(30 * turn),
  receivedAt: at(30 * turn),
});

export type Performed = Result<Order, Refusal<EngineRefusalCode>>;

/** Which stage is decided, and by whom: a stranger may name any stage and stand in for anybody. */
const aimOf = (order: Order, { stranger, onBehalfOf, pick, stage: index }: Extract<Act, { does: "decide" }>) => {
  const { stages } = order.flow;
  const open = stranger ? stages : openStages(order.flow);
  const stage = (open.length > 0 ? open : stages)[index % (open.length || stages.length)]!;
  const asked = stage.candidates[pick % stage.candidates.length]!;
  if (stranger === undefined) return { stageId: stage.id, candidate: asked };
  const always = { validFrom: at(0), validUntil: at(0) };
  const candidate: Candidate = { ...stranger, ...(onBehalfOf && { delegation: { delegator: onBehalfOf, ...always } }) };
  return { stageId: stage.id, candidate };
};

/** The order after this act, or why it was refused. */
export const perform = (order: Order, act: Act, turn: number): Performed => {
  const id = commandIdOf(turn);
  switch (act.does) {
    case "decide": {
      const { outcome, hasReason } = act;
      const { stageId, candidate } = aimOf(order, act);
      return decide(order, {
        id,
        stageId,
        outcome,
        ...(hasReason && { reason: "So it is." }),
        ...(candidate.delegation && { onBehalfOf: candidate.delegation.delegator }),
        ...madeAs({ personId: candidate.personId, name: candidate.name }, turn),
      });
    }
    case "reverse": {
      const decisionId = order.flow.decisions[act.decision]?.id ?? commandIdOf(999);
      return reverse(order, decisionId, { commandId: id, ...madeAs(act.person, turn) });
    }
    case "comment":
      return ok(comment(order, { id, text: "Seen.", ...madeAs(act.person, turn) }));
    case "delegate": {
      const checked = checkDelegation(act.delegation);
      return checked.ok ? ok(delegateOrder(order, checked.value)) : checked;
    }
    case "end-delegation":
      return ok(endDelegation(order, act.delegation));
    case "escalate":
      return ok(escalateOrder(order, at(30 * turn)));
    case "release":
      return ok(order.erpStatus === "open" ? { ...order, erpStatus: "released" } : order);
  }
};

/** The order after each act that was not refused, and the refusals. */
export const performAll = (placed: Order, all: readonly Act[], firstTurn = 1) => {
  const orders = [placed];
  const refusals: Refusal<EngineRefusalCode>[] = [];
  for (const [index, act] of all.entries()) {
    const performed = perform(orders.at(-1)!, act, firstTurn + index);
    if (performed.ok) orders.push(performed.value);
    else refusals.push(performed.error);
  }
  return { orders, refusals, last: orders.at(-1)! };
};
