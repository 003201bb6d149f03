import { join } from "node:path";
import type { RxStorage } from "rxdb";

import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter, moreIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";

import { countQuery, insertOrders, openOrders, pageQuery } from "./order-instance.ts";
import type { StoredOrder } from "./orders.ts";
import { storedOrders } from "./orders.ts";
import { Pace } from "./pace.ts";
import { RawOrders } from "./raw-orders.ts";

const batchSize = 500;
const pointReads = 5_000;
const pages = 400;
const counts = 20;
const commits = 300;

const peerName = "node:sqlite";

export interface OrdersRun {
  readonly orders: number;
  readonly scale: Scale;
  readonly storageIn: (directory: string) => RxStorage<unknown, unknown>;
  /** The name for a case of this run. */
  readonly nameOf: (work: string) => string;
}

/** The cases with realistic orders: the storage and SQLite by hand in turns, on the same documents and disk. */
export async function* ordersBesideSqlite({
  orders,
  scale,
  storageIn,
  nameOf,
}: OrdersRun): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const instance = await openOrders(storageIn(folder.path));
  const raw = new RawOrders(join(folder.path, "by-hand.sqlite"));
  const keys: Pick<StoredOrder, "id" | "asksMe" | "waitingSince">[] = [];
  const spare: StoredOrder[] = [];
  const pairOf = (work: string, unit: string) => ({ name: nameOf(work), peerName, unit });

  const [ourInserts, theirInserts] = [new Pace(), new Pace()];
  for (const written of storedOrders(scale(orders) + scale(commits), batchSize)) {
    const batch = written.slice(0, scale(orders) - keys.length);
    spare.push(...written.slice(batch.length));
    if (batch.length === 0) continue;
    await ourInserts.time(batch.length, () => insertOrders(instance, batch));
    await theirInserts.time(batch.length, () => raw.insert(batch));
    keys.push(...batch.map(({ id, asksMe, waitingSince }) => ({ id, asksMe, waitingSince })));
  }
  yield moreIsBetter({
    ...pairOf("bulk-insert", "docs/s"),
    ours: ourInserts.perSecond,
    peer: theirInserts.perSecond,
  });

  const keyAt = (turn: number) => keys[(turn * 7_919) % keys.length]!;
  const [ourReads, theirReads] = [new Pace(), new Pace()];
  for (let turn = 0; turn < scale(pointReads); turn += 1) {
    const { id } = keyAt(turn);
    await ourReads.time(1, () => instance.findDocumentsById([id], false));
    await theirReads.time(1, () => raw.find(id));
  }
  yield moreIsBetter({ ...pairOf("point-read", "docs/s"), ours: ourReads.perSecond, peer: theirReads.perSecond });

  const [ourPages, theirPages] = [new Pace(), new Pace()];
  for (let turn = 0; turn < scale(pages); turn += 1) {
    const { asksMe, waitingSince } = keyAt(turn);
    const query = pageQuery(asksMe, waitingSince);
    const { documents } = await ourPages.time(1, () => instance.query(query));
    const rows = await theirPages.time(1, () => raw.page(asksMe, waitingSince));
    if (rows.length !== documents.length) throw new Error("the two disagree about a page");
  }
  yield lessIsBetter({ ...pairOf("page", "ms"), ours: ourPages.each, peer: theirPages.each });

  const [ourCounts, theirCounts] = [new Pace(), new Pace()];
  const query = countQuery(false);
  for (let turn = 0; turn < scale(counts); turn += 1) {
    const { count } = await ourCounts.time(1, () => instance.count(query));
    if (count !== (await theirCounts.time(1, () => raw.count(false))))
      throw new Error("the two disagree about a count");
  }
  yield lessIsBetter({ ...pairOf("count", "ms"), ours: ourCounts.each, peer: theirCounts.each });

  const [ourCommits, theirCommits] = [new Pace(), new Pace()];
  for (const order of spare) {
    await ourCommits.time(1, () => insertOrders(instance, [order]));
    await theirCommits.time(1, () => raw.insert([order]));
  }
  yield lessIsBetter({ ...pairOf("commit", "ms"), ours: ourCommits.each, peer: theirCommits.each });

  await instance.close();
  raw.close();
}
