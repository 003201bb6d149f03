import type { FilledMangoQuery, MangoQuery, PreparedQuery, RxJsonSchema, RxStorage, RxStorageInstance } from "rxdb";
import { fillWithDefaultSettings, normalizeMangoQuery, prepareQuery } from "rxdb";

import type { StoredDocuments } from "#main/store/documents.ts";
import { rxSchemaOf } from "#main/store/documents.ts";

import type { StoredOrder } from "./orders.ts";

const schema = fillWithDefaultSettings(rxSchemaOf("orders") as unknown as RxJsonSchema<KeptOrder>);

type KeptOrder = StoredDocuments["orders"];

export type OrderInstance = RxStorageInstance<KeptOrder, unknown, unknown>;

/** The collection of orders in a storage, below RxDB's own layers. */
export const openOrders = (storage: RxStorage<unknown, unknown>): Promise<OrderInstance> =>
  storage.createStorageInstance<KeptOrder>({
    databaseInstanceToken: "bench",
    databaseName: "orders",
    collectionName: "orders",
    schema,
    options: {},
    multiInstance: false,
    devMode: false,
  });

/** How a write is committed: `durable` waits for the disk; `repeatable` is for pulled data, which could be pulled again. */
const contexts = { durable: "bench", repeatable: "replication-bench" };

/** Writes new orders. */
export const insertOrders = async (
  instance: OrderInstance,
  orders: readonly StoredOrder[],
  durability: keyof typeof contexts = "durable",
): Promise<void> => {
  const { error } = await instance.bulkWrite(
    orders.map((document) => ({ document })),
    contexts[durability],
  );
  if (error.length > 0) throw new Error("an order was there already");
};

const prepared = (query: MangoQuery<StoredOrder>): PreparedQuery<KeptOrder> => {
  const filled: FilledMangoQuery<StoredOrder> = normalizeMangoQuery(schema, query);
  return prepareQuery<KeptOrder>(schema, { ...filled, selector: { ...filled.selector, _deleted: { $eq: false } } });
};

/** How many rows the inbox asks for at a time. */
export const pageSize = 50;

/** A page of the inbox, from an instant on. */
export const pageQuery = (asksMe: boolean, from: string): PreparedQuery<KeptOrder> =>
  prepared({
    selector: { asksMe: { $eq: asksMe }, waitingSince: { $gte: from } },
    sort: [{ asksMe: "asc" }, { waitingSince: "asc" }, { id: "asc" }],
    limit: pageSize,
  });

/** How many orders wait. */
export const countQuery = (asksMe: boolean): PreparedQuery<KeptOrder> =>
  prepared({ selector: { asksMe: { $eq: asksMe } } });
