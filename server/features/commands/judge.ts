import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import { applyCommand } from "@countersign/shared/commands/apply.ts";
import { historyEntryOf } from "@countersign/shared/commands/record.ts";
import type { Verdict } from "@countersign/shared/domain/command.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { audienceOf } from "#server/records/visibility/audience.ts";
import type { RecordedEntry } from "#server/records/visibility/recorded-entry.ts";
import { recordedEntry } from "#server/records/visibility/recorded-entry.ts";

import type { CommandContext } from "./command-context.ts";
import type { Submission } from "./submission.ts";

/** What an accepted command does to its order. */
export interface Effect {
  readonly before: Order;
  readonly after: Order;
  readonly entry?: RecordedEntry;
  readonly at: Instant;
}

/** A verdict, and its effect if there is one. */
export interface Judgement {
  readonly verdict: Exclude<Verdict, { state: "waiting" }>;
  readonly effect?: Effect;
}

export const refusedJudgement = ({ code, args }: CommandRefusal, at: Instant): Judgement => ({
  verdict: { state: "refused", at, code, args },
});

/**
 * Judges a command against its order in the context. Nothing is stored: the effect is returned, and the caller updates
 * the context for the commands that follow.
 */
export const judge = (
  context: CommandContext,
  person: Person,
  { command, intent }: Submission,
  receivedAt: Instant,
): Judgement => {
  if (!intent.ok) return refusedJudgement(intent.error, receivedAt);
  const order = context.orders.get(intent.value.payload.orderId);
  // Somebody who may not see the order learns nothing about it, not even that it exists.
  if (order === undefined || !audienceOf(order, context.people).includes(person.id))
    return refusedJudgement(refusal("order-unknown"), receivedAt);

  const authorship = { person: referenceTo(person), receivedAt };
  const applied = applyCommand(order, { command, intent: intent.value }, authorship);
  if (!applied.ok) return refusedJudgement(applied.error, receivedAt);
  const next = applied.value;
  const verdict = { state: "accepted", at: receivedAt, revision: next.revision } as const;
  if (next === order) return { verdict };

  const isBroughtBack = order.status === "rejected" && next.status !== "rejected";
  const objection =
    (intent.value.type === "reverse-decision" ? context.objections["take-back"].get(order.id) : undefined) ??
    (isBroughtBack ? context.objections["go-on"].get(order.id) : undefined) ??
    context.impossible.get(command.id);
  if (objection !== undefined) return refusedJudgement(objection, receivedAt);

  const entry = historyEntryOf(next, intent.value, command, authorship);
  const effect = { before: order, after: next, at: receivedAt };
  if (entry === undefined) return { verdict, effect };
  return { verdict, effect: { ...effect, entry: recordedEntry(next, { ...entry, receivedAt }) } };
};
