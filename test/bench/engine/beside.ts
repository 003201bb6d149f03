import assert from "node:assert/strict";

import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";
import { Pace } from "#test/bench/storage/pace.ts";

const turns = 4;
const turnMilliseconds = 250;

/** One implementation that answers the same question about each item. */
export type Contestant<Item, Answer> = (item: Item) => Answer | Promise<Answer>;

interface Race<Item, Answer> {
  readonly name: string;
  readonly items: readonly Item[];
  readonly ours: (item: Item) => Answer;
  readonly scale: Scale;
  readonly peers: Readonly<Record<string, Contestant<Item, Answer>>>;
}

/** One turn: all items, repeatedly, until its time is over. */
const takeTurn = async <Item, Answer>(
  pace: Pace,
  items: readonly Item[],
  answer: Contestant<Item, Answer>,
  milliseconds: number,
): Promise<void> => {
  const endsAt = performance.now() + milliseconds;
  do
    await pace.time(items.length, async () => {
      for (const item of items) {
        const answered = answer(item);
        if (answered instanceof Promise) await answered;
      }
    });
  while (performance.now() < endsAt);
};

/** Ours and each peer in turns, after checking that all their answers equal ours. */
export async function* besidePeers<Item, Answer>({
  name,
  items,
  scale,
  ours,
  peers,
}: Race<Item, Answer>): AsyncGenerator<Measurement> {
  for (const [peerName, answer] of Object.entries(peers)) {
    for (const item of items) assert.deepEqual(await answer(item), ours(item), peerName);
    const [ourPace, theirPace] = [new Pace(), new Pace()];
    for (let turn = 0; turn < turns; turn += 1) {
      await takeTurn(ourPace, items, ours, scale(turnMilliseconds));
      await takeTurn(theirPace, items, answer, scale(turnMilliseconds));
    }
    yield moreIsBetter({ name, peerName, unit: "orders/s", ours: ourPace.perSecond, peer: theirPace.perSecond });
  }
}
