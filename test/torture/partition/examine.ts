import { isDeepStrictEqual } from "node:util";

import { idOf } from "@countersign/server/testing/network.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { Verdict } from "@countersign/shared/domain/command.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { readExpectation } from "#test/torture/oracle/expectation.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Device } from "./device.ts";
import type { Site } from "./site.ts";

/** How a device differs from the tables: missing, extra or different documents; `undefined` if it does not. */
const differenceOf = async (
  device: Device,
  expected: Awaited<ReturnType<typeof readExpectation>>,
): Promise<string | undefined> => {
  const person = expected.people.get(idOf(device.person));
  if (person === undefined) return `${device.person} is gone`;
  const wanted = expected.of(person);
  const documents = await device.documents();
  for (const collection of collectionNames) {
    const held = new Map(documents[collection].map((document) => [document.id, document]));
    const own = wanted.get(collection) ?? new Map<string, unknown>();
    for (const [id, document] of own) {
      if (!held.has(id)) return `${device.person} misses ${collection} ${id}`;
      if (!isDeepStrictEqual(held.get(id), document))
        return `${device.person} has another ${collection} ${id} than the server: ${JSON.stringify(held.get(id))} instead of ${JSON.stringify(document)}`;
    }
    for (const id of held.keys())
      if (!own.has(id)) return `${device.person} has ${collection} ${id}, which the server does not have for them`;
  }
  return undefined;
};

/** Why the devices are not at rest yet; `undefined` if they are. A device must not need any help. */
export const unrestOf = async ({ devices, database }: Site): Promise<string | undefined> => {
  const expected = await readExpectation(database.db);
  for (const device of devices) {
    const { connection, waitingToSend, problem } = await device.state();
    if (connection !== "online") return `${device.person} is ${connection} (${problem})`;
    if (waitingToSend > 0) return `${device.person} has ${waitingToSend} decisions that wait to be sent`;
    const difference = await differenceOf(device, expected);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

interface Stored {
  readonly id: string;
  readonly verdict: Verdict;
}

const effectsOf = ({ flow }: Order): string[] => [
  ...flow.decisions.map(({ id }) => id),
  ...flow.decisions.flatMap(({ reversal }) => (reversal === undefined ? [] : [reversal.commandId])),
  ...flow.comments.map(({ id }) => id),
];

/** Checks that each decision that a person was told is kept has one verdict, the same on the device and on the server. */
const examineVerdicts = async ({ devices }: Site, stored: ReadonlyMap<string, Stored>): Promise<void> => {
  for (const device of devices) {
    const own = (await device.documents()).commands as unknown as Stored[];
    const held = new Map(own.map((command) => [command.id, command]));
    for (const id of device.acknowledged) {
      const verdict = held.get(id)?.verdict;
      if (verdict === undefined) throw new Finding(`${device.person}'s decision ${id}, which was kept, is gone`);
      if (verdict.state === "waiting") throw new Finding(`${device.person}'s decision ${id} has no verdict`);
      if (!isDeepStrictEqual(verdict, stored.get(id)?.verdict))
        throw new Finding(
          `${device.person}'s decision ${id} is ${JSON.stringify(verdict)} on the device and ${JSON.stringify(stored.get(id)?.verdict)} on the server`,
        );
      if (verdict.state === "refused" && verdict.code === "") throw new Finding(`${id} is refused without a reason`);
    }
  }
};

/** Checks that accepted commands happened once and refused ones never: in the order, its revision and the history. */
const examineEffects = (
  orders: readonly Order[],
  history: readonly { readonly id: string }[],
  stored: ReadonlyMap<string, Stored>,
): void => {
  const recorded = new Set(history.map(({ id }) => id));
  const effects = new Set<string>();
  for (const order of orders) {
    const own = effectsOf(order);
    for (const id of own) {
      if (effects.has(id)) throw new Finding(`the command ${id} took effect twice`);
      effects.add(id);
      const verdict = stored.get(id)?.verdict;
      if (verdict?.state !== "accepted")
        throw new Finding(`the command ${id} took effect and is ${verdict?.state ?? "unknown"}`);
    }
    if (order.revision !== own.length + 1)
      throw new Finding(`order ${order.number} is at revision ${order.revision} after ${own.length} effects`);
    for (const { id, reversal } of order.flow.decisions)
      for (const line of [id, ...(reversal === undefined ? [] : [reversal.commandId])])
        if (!recorded.has(line)) throw new Finding(`the decision ${line} is not in the history`);
  }
  for (const id of recorded) if (!effects.has(id)) throw new Finding(`the history has ${id}, which no order has`);
};

/** @throws Finding for anything that is not as it should be once everything is at rest. */
export const examine = async (site: Site): Promise<void> => {
  const { db } = site.database;
  const commands = await db.selectFrom("commands").select(["id", "document"]).execute();
  const stored = new Map(commands.map(({ id, document }) => [id, document as Stored]));
  const orders = (await db.selectFrom("orders").select("document").execute()).map(({ document }) => document);
  const history = await db.selectFrom("history").select("id").execute();
  await examineVerdicts(site, stored);
  examineEffects(orders, history, stored);
  for (const id of site.shop.placed)
    if (!orders.some((order) => order.id === id)) throw new Finding(`the order ${id} was taken in and is gone`);
  if (orders.length !== site.shop.sent)
    throw new Finding(`${site.shop.sent} orders were sent and ${orders.length} are there`);
  const { length: delegations } = await db.selectFrom("delegations").select("id").execute();
  if (delegations !== site.shop.delegations)
    throw new Finding(`${site.shop.delegations} delegations were sent and ${delegations} are there`);
};
