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

/** A history entry as it is stored. */
const recordedEntrySchema = historyEntrySchema.extend({
  /** Present if the order is resold: who may read its amount, and what the distributor reads instead (A76). */
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

/** The entry with what is needed for each level of the order's chain. */
export const recordedEntry = (order: Order, entry: HistoryEntry): RecordedEntry => {
  const { reseller, distributor } = order;
  if (reseller === undefined) return entry;
  const amount = atLevel(order, "distributor").totals.gross;
  const distributorId = distributor === undefined ? {} : { distributorId: distributor.organisationId };
  return { ...entry, resale: { knownTo: knowSalePrice(order), amount, ...distributorId } };
};

/** The entry, redacted for this person (A76). */
export const entryFor = (recorded: RecordedEntry, { organisationId }: Pick<Person, "organisationId">): HistoryEntry => {
  const { resale, ...entry } = recorded;
  if (resale === undefined || resale.knownTo.includes(organisationId)) return entry;
  return { ...entry, amount: organisationId === resale.distributorId ? resale.amount : unknownAmount };
};

const mark = `"resale"`;

/** Whether the entry belongs to a resold order. */
export const holdsResale = (entry: string): boolean => entry.includes(mark);

/** The same for an entry as JSON text, which is only parsed if the order is resold. */
export const entryTextFor = (entry: string, reader: Pick<Person, "organisationId">): string =>
  holdsResale(entry) ? JSON.stringify(entryFor(JSON.parse(entry) as RecordedEntry, reader)) : entry;
