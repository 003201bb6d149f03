import { v7 as uuidv7 } from "uuid";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { applyCommand } from "@countersign/shared/commands/apply.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import { historyEntryOf } from "@countersign/shared/commands/record.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import type { CommandId, DeviceId } from "@countersign/shared/domain/ids.ts";
import { commandIdSchema, deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { PersonReference } from "@countersign/shared/domain/people.ts";

import type { Random } from "./random.ts";

const second = 1_000;
const hour = 3_600 * second;

/** An order while its people work on it, with its history so far. */
export interface OrderCourse {
  readonly order: Order;
  readonly history: readonly HistoryEntry[];
  /** The time of the last event, in milliseconds. */
  readonly at: number;
}

/** What one order's course depends on: randomness, the present as its end, and the counters of the devices. */
export interface CourseContext {
  readonly random: Random;
  readonly nowMillis: number;
  /** The device's next command number. */
  nextSequence(device: DeviceId): number;
}

const deviceOf = ({ personId }: PersonReference): DeviceId =>
  deviceIdSchema.parse(personId.replace("person-", "device-demo-"));

/** When the server receives the next command: hours or a day later, always before now. */
const nextReceipt = ({ random, nowMillis }: CourseContext, at: number): number => {
  const pause = hour * (0.2 + 36 * random.next() ** 2);
  return Math.floor(at + Math.min(pause, (nowMillis - at) * (0.2 + 0.3 * random.next())));
};

/** How long a command was in transit: seconds, or hours if the person was offline. */
const transit = ({ random }: CourseContext, pause: number): number =>
  Math.floor(
    Math.min(random.chance(0.1) ? hour * (2 + 30 * random.next()) : second * (1 + 5 * random.next()), pause / 2),
  );

const commandIdAt = (random: Random, msecs: number): CommandId =>
  commandIdSchema.parse(uuidv7({ msecs, random: random.bytes(16), seq: 0 }));

/** `person` gives one command, which the engine must accept: a refusal here is a bug in the demo. */
export const giveCommand = (
  desk: CourseContext,
  { order, history, at }: OrderCourse,
  person: PersonReference,
  intent: Intent,
): OrderCourse => {
  const receivedMillis = nextReceipt(desk, at);
  const madeMillis = receivedMillis - transit(desk, receivedMillis - at);
  const deviceId = deviceOf(person);
  const command: Command = {
    id: commandIdAt(desk.random, madeMillis),
    ...intent,
    actorId: person.personId,
    deviceId,
    deviceSeq: desk.nextSequence(deviceId),
    madeAt: instantFromMillis(madeMillis),
    basedOn: order.revision,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  };
  const receivedAt = instantFromMillis(receivedMillis);
  const applied = applyCommand(order, { command, intent }, { person, receivedAt });
  if (!applied.ok) throw new Error(`The demo gave a command that was refused: ${JSON.stringify(applied.error)}`);
  const entry = historyEntryOf(applied.value, intent, command, { person, receivedAt });
  return {
    order: applied.value,
    history: entry === undefined ? history : [...history, { ...entry, receivedAt }],
    at: receivedMillis,
  };
};

/** The start of the course: the order as placed. */
export const courseOf = (order: Order): OrderCourse => ({ order, history: [], at: millisOf(order.placedAt) });
