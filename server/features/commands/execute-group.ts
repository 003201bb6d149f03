import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, DeviceId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { pipeline } from "#server/foundation/db/pipeline.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { ordersLocked } from "#server/records/orders/order-store.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { visibilityShared } from "#server/records/visibility/visibility-lock.ts";

import type { CommandContext } from "./command-context.ts";
import { commandContextOf, intentsOf, ordersOf } from "./command-context.ts";
import { storedCommands } from "./command-store.ts";
import type { Device } from "./device.ts";
import { claimDevice, deviceLocked, leavesHole, upToHole } from "./device.ts";
import type { Judgement } from "./judge.ts";
import { judge, refusedJudgement } from "./judge.ts";
import type { Submission } from "./submission.ts";
import type { ImpossibleCommands, Outcome } from "./write-outcome.ts";
import { writeOutcome } from "./write-outcome.ts";

export type Executor = Pick<Services, "db" | "clock" | "changeLog" | "poke" | "metrics" | "followers">;

/** Commands of one device, in the device's order. */
export interface Group {
  readonly deviceId: DeviceId;
  readonly submissions: readonly Submission[];
}

/** The outcome of a group. */
export interface Executed {
  /** Each command as it is stored now. */
  readonly stored: ReadonlyMap<CommandId, Command>;
  /** The commands that were judged now, with their verdicts, or stored as waiting. */
  readonly judged: readonly Command[];
  /** Whether commands of the device wait for earlier ones. */
  readonly someWait: boolean;
}

/** What a group is judged against, locked. */
interface LockedState {
  readonly device: Device | undefined;
  readonly stored: ReadonlyMap<CommandId, Command>;
  /** Numbers of the device's judged commands beyond the device's own number. */
  readonly judged: ReadonlySet<number>;
  readonly someWait: boolean;
  readonly orders: readonly Order[];
}

/** Locks the device, the orders and visibility, in this order, and reads what they protect. */
const lockState = async (
  tx: Tx,
  { person, tenantId }: Actor,
  { deviceId, submissions }: Group,
  orderIds: readonly OrderId[],
): Promise<LockedState> => {
  const ids = submissions.map(({ command }) => command.id);
  const [devices, rows, orders] = await pipeline(tx, [
    deviceLocked(tx, deviceId),
    storedCommands(tx, person.id, deviceId, ids),
    ordersLocked(tx, tenantId, orderIds),
    visibilityShared(tx, tenantId),
  ]);
  const asked = rows.flatMap(({ id, document }) => (document === null ? [] : [[id, document] as const]));
  const ofDevice = rows.filter(({ isOfDevice }) => isOfDevice);
  return {
    device: devices[0],
    stored: new Map(asked),
    judged: new Set(ofDevice.filter(({ isWaiting }) => !isWaiting).map(({ deviceSeq }) => deviceSeq)),
    someWait: ofDevice.some(({ isWaiting }) => isWaiting),
    orders: orders.map(({ document }) => document),
  };
};

const objectionTo = (
  { command, objection }: Submission,
  device: Device | undefined,
  { person }: Actor,
): CommandRefusal | undefined => {
  if (objection !== undefined) return objection;
  if (command.actorId !== person.id) return refusal("actor-mismatch");
  return device?.personId === person.id ? undefined : refusal("device-of-another-person");
};

/** Judges the commands one after the other, each against the result of those before it. */
class SequentialJudge {
  readonly #session: Actor;
  readonly #device: Device | undefined;
  readonly #context: CommandContext;
  readonly #orders: Map<OrderId, Order>;
  readonly #judged: Set<number>;
  #lastSeq: number;

  constructor(session: Actor, { device, judged }: LockedState, context: CommandContext) {
    this.#session = session;
    this.#device = device;
    this.#orders = new Map(context.orders);
    this.#context = { ...context, orders: this.#orders };
    this.#judged = new Set(judged);
    this.#lastSeq = device?.lastSeq ?? 0;
  }

  /** The device's number so far. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The judgement, or `undefined` while an earlier command of the device is missing. */
  judgeNext(submission: Submission, at: Instant): Judgement | undefined {
    const { command } = submission;
    const { person } = this.#session;
    const objection = objectionTo(submission, this.#device, this.#session);
    if (objection === undefined && leavesHole(command, { lastSeq: this.#lastSeq })) return undefined;
    const judgement =
      objection === undefined ? judge(this.#context, person, submission, at) : refusedJudgement(objection, at);
    const { effect } = judgement;
    if (effect !== undefined) this.#orders.set(effect.after.id, effect.after);
    if (submission.isNumbered && this.#device?.personId === person.id) {
      this.#judged.add(command.deviceSeq);
      this.#lastSeq = upToHole(this.#lastSeq, this.#judged);
    }
    return judgement;
  }
}

/** The outcomes of the group's new and waiting commands; a judged one is not judged again. */
const judgeAll = (
  judging: SequentialJudge,
  submissions: readonly Submission[],
  locked: LockedState,
  now: () => Instant,
) => {
  const outcomes = new Map<CommandId, Outcome>();
  for (const submission of submissions) {
    const { command } = submission;
    const stored = locked.stored.get(command.id);
    if (outcomes.has(command.id) || (stored !== undefined && stored.verdict.state !== "waiting")) continue;
    const receivedAt = now();
    const judgement = judging.judgeNext(submission, receivedAt);
    if (judgement === undefined && stored !== undefined) continue;
    const { verdict = { state: "waiting" } as const, effect } = judgement ?? {};
    const kept = { command: { ...command, verdict }, isNumbered: submission.isNumbered, receivedAt };
    outcomes.set(command.id, effect === undefined ? kept : { ...kept, effect });
  }
  return [...outcomes.values()];
};

/**
 * Executes the commands of a group in this transaction: locks what they concern, judges each by itself, and stores
 * verdicts, orders and history together. A command that was judged before keeps its verdict for ever. Fails with the
 * commands that turned out to be impossible: the caller executes the group again with them.
 */
export const executeGroup = async (
  tx: Tx,
  { clock, followers }: Pick<Executor, "clock" | "followers">,
  session: Actor,
  group: Group,
  impossible: ImpossibleCommands,
): Promise<Result<WrittenChanges<Executed>, ImpossibleCommands>> => {
  const { person, tenantId } = session;
  const { deviceId, submissions } = group;
  const intents = intentsOf(submissions);
  const lock = () => lockState(tx, session, group, ordersOf(intents));
  let locked = await lock();
  // Only a command of its own person registers a device; another's would take it from them.
  if (locked.device === undefined && submissions.some(({ command }) => command.actorId === person.id)) {
    await claimDevice(tx, deviceId, session);
    locked = await lock();
  }
  const context = await commandContextOf(tx, { followers, tenantId }, locked.orders, intents);
  const judging = new SequentialJudge(session, locked, { ...context, impossible });
  const outcomes = judgeAll(judging, submissions, locked, () => clock.now());
  const someWait = locked.someWait || outcomes.some(({ command }) => command.verdict.state === "waiting");
  if (outcomes.length === 0) return ok({ answer: { stored: locked.stored, judged: [], someWait }, changes: [] });

  const { device } = locked;
  const moved =
    device !== undefined && judging.lastSeq > device.lastSeq ? { id: device.id, to: judging.lastSeq } : undefined;
  const { people } = context;
  const written = await writeOutcome(tx, followers, session, { outcomes, people, moved });
  if (!written.ok) return written;
  const { answer: judged, changes } = written.value;
  const stored = new Map([...locked.stored, ...judged.map((one) => [one.id, one] as const)]);
  return ok({ answer: { stored, judged, someWait }, changes });
};
