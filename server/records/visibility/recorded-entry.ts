import { z } from "zod";

import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import { amountSchema, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Document } from "#server/foundation/db/schema.ts";

import { atLevel, knowSalePrice } from "./price-level.ts";

/** A line of the history as it is stored. */
const recordedEntrySchema = historyEntrySchema.extend({
  /** Present where the order is sold on: who may read its amount, and what the distributor reads instead (A76). */
  resale: z
    .strictObject({
      knownTo: z.array(organisationIdSchema),
      distributorId: organisationIdSchema.exactOptional(),
      amount: amountSchema,
    })
    .exactOptional(),
});
export type RecordedEntry = z.infer<typeof recordedEntrySchema>;

interface HistoryTable {
  id: CommandId;
  tenant_id: string;
  order_id: OrderId;
  document: Document<RecordedEntry>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    history: HistoryTable;
  }
}

/** The entry with what it needs to be read at each level of the order's chain. */
export const recordedEntry = (order: Order, entry: HistoryEntry): RecordedEntry => {
  const { reseller, distributor } = order;
  if (reseller === undefined) return entry;
  const amount = atLevel(order, "distributor").totals.gross;
  const distributorId = distributor === undefined ? {} : { distributorId: distributor.organisationId };
  return { ...entry, resale: { knownTo: knowSalePrice(order), amount, ...distributorId } };
};

/** The entry as this person may read it (A76). */
export const entryFor = (recorded: RecordedEntry, { organisationId }: Pick<Person, "organisationId">): HistoryEntry => {
  const { resale, ...entry } = recorded;
  if (resale === undefined || resale.knownTo.includes(organisationId)) return entry;
  return { ...entry, amount: organisationId === resale.distributorId ? resale.amount : unknownAmount };
};

const mark = `"resale"`;

/** Whether the order of the entry's text is sold on. */
export const holdsResale = (entry: string): boolean => entry.includes(mark);

/** The same for an entry as JSON text; one of an order that nobody sold on is not parsed. */
export const entryTextFor = (entry: string, reader: Pick<Person, "organisationId">): string =>
  holdsResale(entry) ? JSON.stringify(entryFor(JSON.parse(entry) as RecordedEntry, reader)) : entry;
