import assert from "node:assert/strict";

import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";
import { Pace } from "#test/bench/storage/pace.ts";

const rounds = 5;

/** One way to answer the same question about each item. */
export type Contestant<Item, Answer> = (item: Item) => Answer | Promise<Answer>;

interface Race<Item, Answer> {
  readonly name: string;
  readonly items: readonly Item[];
  readonly ours: (item: Item) => Answer;
  readonly peers: Readonly<Record<string, Contestant<Item, Answer>>>;
}

const run = async <Item, Answer>(items: readonly Item[], answer: Contestant<Item, Answer>): Promise<void> => {
  for (const item of items) {
    const answered = answer(item);
    if (answered instanceof Promise) await answered;
  }
};

/** Ours beside each peer in turns, after every one of their answers was found equal to ours. */
export async function* besidePeers<Item, Answer>({
  name,
  items,
  ours,
  peers,
}: Race<Item, Answer>): AsyncGenerator<Measurement> {
  for (const [peerName, answer] of Object.entries(peers)) {
    for (const item of items) assert.deepEqual(await answer(item), ours(item), peerName);
    const [ourPace, theirPace] = [new Pace(), new Pace()];
    for (let round = 0; round < rounds; round += 1) {
      await ourPace.time(items.length, () => run(items, ours));
      await theirPace.time(items.length, () => run(items, answer));
    }
    yield moreIsBetter({ name, peerName, unit: "orders/s", ours: ourPace.perSecond, peer: theirPace.perSecond });
  }
}
