import type { RxDocumentData } from "rxdb";

import type { StoredDocuments } from "#main/store/documents.ts";
import { toStored } from "#main/store/indexed-fields.ts";
import type { DemoNetwork } from "@countersign/server/demo/network.ts";
import { demoNetwork } from "@countersign/server/demo/network.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

export type StoredOrder = RxDocumentData<StoredDocuments["orders"]>;

/** Every run measures the same orders. */
const now = instantSchema.parse("2026-11-02T09:00:00.000Z");

/** The demo network with `orders` orders. */
export const networkOf = (orders: number): DemoNetwork => demoNetwork({ orders, now });

/** The person whose device is measured: the first whom the demo offers. */
export const readerOf = ({ featured: [reader] }: DemoNetwork): Person => {
  if (reader === undefined) throw new Error("the demo network has nobody in it");
  return reader;
};

/** Orders as a device stores them, in batches as they would be written. */
export function* storedOrders(count: number, batchSize: number): Generator<StoredOrder[]> {
  const network = networkOf(count);
  const { id: personId } = readerOf(network);
  let batch: StoredOrder[] = [];
  for (const { order } of network.orders()) {
    const stored = toStored("orders", order, personId);
    if (stored === undefined) throw new Error("an order of the demo network cannot be read");
    batch.push({
      ...stored,
      _deleted: false,
      _attachments: {},
      _meta: { lwt: 1_793_000_000_000 + batch.length / 100 },
      _rev: "1-bench",
    });
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
