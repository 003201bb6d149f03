import type { CommandRefusal } from "#shared/commands/apply.ts";
import { applyCommand } from "#shared/commands/apply.ts";
import { readCommand } from "#shared/commands/read.ts";
import { historyEntryOf } from "#shared/commands/record.ts";
import type { Command, Verdict } from "#shared/domain/command.ts";
import type { HistoryEntry } from "#shared/domain/history.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { referenceTo } from "#shared/domain/people.ts";
import { refusal } from "#shared/domain/refusal.ts";

import type { Actor } from "#server/auth/session.ts";
import type { Tx } from "#server/db/database.ts";
import { mayBeCharged } from "#server/life/charges.ts";
import { lockOrder, peopleAround } from "#server/orders/order-store.ts";
import { writeOrder } from "#server/orders/write-order.ts";
import { audienceOf } from "#server/scope/audience.ts";
import { mayGoOn } from "#server/subscriptions/follow-order.ts";
import type { Change } from "#server/sync/change-log.ts";

/** A verdict with the documents that changed for it. */
export interface Judgement {
  readonly verdict: Exclude<Verdict, { state: "waiting" }>;
  readonly changes: readonly Change[];
}

export const refuse = ({ code, args }: CommandRefusal, at: Instant): Judgement => ({
  verdict: { state: "refused", at, code, args },
  changes: [],
});

/** @returns false when the id is another person's decision already. */
const record = async (tx: Tx, tenantId: string, entry: HistoryEntry): Promise<boolean> => {
  const row = await tx
    .insertInto("history")
    .values({ id: entry.id, tenant_id: tenantId, order_id: entry.orderId, document: JSON.stringify(entry) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
};

/** Judges a command against the order as it stands, and stores what it does. The order stays locked to the end. */
export const judge = async (
  tx: Tx,
  { person, tenantId }: Actor,
  command: Command,
  receivedAt: Instant,
): Promise<Judgement> => {
  const intent = readCommand(command);
  if (!intent.ok) return refuse(intent.error, receivedAt);
  const order = await lockOrder(tx, tenantId, intent.value.payload.orderId);
  const people = order === undefined ? [] : await peopleAround(tx, order);
  // Whoever may not see the order learns nothing about it, not even that it exists.
  if (order === undefined || !audienceOf(order, people).includes(person.id))
    return refuse(refusal("order-unknown"), receivedAt);

  const authorship = { person: referenceTo(person), receivedAt };
  const applied = applyCommand(order, command, authorship);
  if (!applied.ok) return refuse(applied.error, receivedAt);
  const next = applied.value;
  const verdict = { state: "accepted", at: receivedAt, revision: next.revision } as const;
  if (next === order) return { verdict, changes: [] };

  // While the card is charged no lock is held, and what was charged is not undone by an approval that is taken back.
  if (intent.value.type === "reverse-decision" && (await mayBeCharged(tx, order.id)))
    return refuse(refusal("payment-asked"), receivedAt);
  const isBroughtBack = order.status === "rejected" && next.status !== "rejected";
  if (isBroughtBack && !(await mayGoOn(tx, tenantId, order)))
    return refuse(refusal("subscription-went-on"), receivedAt);

  const entry = historyEntryOf(next, intent.value, command, authorship);
  if (entry !== undefined && !(await record(tx, tenantId, { ...entry, receivedAt })))
    return refuse(refusal("actor-mismatch"), receivedAt);
  const changed = await writeOrder(tx, { tenantId, before: order, after: next, people, at: receivedAt });
  if (entry === undefined) return { verdict, changes: [changed] };
  const { audience } = changed;
  return { verdict, changes: [changed, { collection: "history", documentId: entry.id, audience, audienceIs: "more" }] };
};
