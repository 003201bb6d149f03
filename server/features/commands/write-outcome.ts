import type { CompiledQuery } from "kysely";
import { sql } from "kysely";

import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, DeviceId } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { pipeline } from "#server/foundation/db/pipeline.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import type { OrderFollower } from "#server/records/orders/order-follower.ts";
import type { OrderChange } from "#server/records/orders/write-order.ts";
import { changeOf, ordersWritten } from "#server/records/orders/write-order.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";
import type { RecordedEntry } from "#server/records/visibility/recorded-entry.ts";

import type { KeptCommand } from "./command-store.ts";
import { keepCommands } from "./command-store.ts";
import { deviceMoved } from "./device.ts";
import type { Effect } from "./judge.ts";

/** One command with its verdict, and its effect if there is one. */
export interface Outcome extends KeptCommand {
  readonly effect?: Effect;
}

/** Commands that were judged possible but could not be stored, with the reasons. */
export type ImpossibleCommands = ReadonlyMap<CommandId, CommandRefusal>;

const entriesRecorded = (
  tx: Tx,
  tenantId: string,
  entries: readonly RecordedEntry[],
): CompiledQuery<{ id: CommandId }> =>
  sql<{ id: CommandId }>`
    insert into history (id, tenant_id, order_id, document)
    select id, ${tenantId}, order_id, document
    from unnest(
      ${entries.map(({ id }) => id)}::text[],
      ${entries.map(({ orderId }) => orderId)}::text[],
      ${entries.map((entry) => JSON.stringify(entry))}::jsonb[]
    ) as entry (id, order_id, document)
    on conflict (id) do nothing
    returning id`.compile(tx);

const ownChange = (documentId: CommandId, { person }: Actor): DocumentChange => ({
  collection: "commands",
  documentId,
  audience: [person.id],
  audienceIs: "more",
});

/** The changes to announce: each order once, and each history entry to the order's audience at that time. */
const changesOf = (outcomes: readonly Outcome[], people: readonly Person[], session: Actor): DocumentChange[] => {
  const orders = new Map<string, DocumentChange>();
  const entries: DocumentChange[] = [];
  for (const { effect } of outcomes) {
    if (effect === undefined) continue;
    const { after, entry } = effect;
    orders.set(after.id, changeOf({ after, people }));
    if (entry === undefined) continue;
    const audience = audienceOf(after, people);
    entries.push({ collection: "history", documentId: entry.id, audience, audienceIs: "more" });
  }
  return [...orders.values(), ...entries, ...outcomes.map(({ command }) => ownChange(command.id, session))];
};

/** What is to be stored for a group. */
interface Outcomes {
  readonly outcomes: readonly Outcome[];
  readonly people: readonly Person[];
  /** The device's new number, if it has one. */
  readonly moved: { readonly id: DeviceId; readonly to: number } | undefined;
}

/**
 * Stores commands with their verdicts, and the effects of the accepted ones. @returns the commands as stored. Fails for
 * ids that another person's decisions already have, and for effects that a follower of an order refuses; the transaction
 * must not be committed then.
 */
export const writeOutcome = async (
  tx: Tx,
  followers: OrderFollower,
  session: Actor,
  { outcomes, people, moved }: Outcomes,
): Promise<Result<WrittenChanges<readonly Command[]>, ImpossibleCommands>> => {
  const { tenantId } = session;
  const effects = outcomes.flatMap(({ effect }) => effect ?? []);
  const entries = effects.flatMap(({ entry }) => entry ?? []);
  const changes = effects.map((effect): OrderChange => ({ ...effect, tenantId, people }));
  const [recorded, kept] = await pipeline(tx, [
    entriesRecorded(tx, tenantId, entries),
    keepCommands(tx, session, outcomes),
    ...ordersWritten(tx, changes),
    ...(moved === undefined ? [] : [deviceMoved(tx, moved.id, moved.to)]),
  ]);
  if (recorded.length < entries.length) {
    const own = new Set(recorded.map(({ id }) => id));
    const taken = entries.filter(({ id }) => !own.has(id));
    return fail(new Map(taken.map(({ id }) => [id, refusal("actor-mismatch")])));
  }
  for (const { command, effect } of outcomes) {
    const followed = effect && (await followers.follow(tx, { ...effect, tenantId }));
    if (followed?.ok === false) return fail(new Map([[command.id, followed.error]]));
  }
  return ok({ answer: kept.map(({ document }) => document), changes: changesOf(outcomes, people, session) });
};
