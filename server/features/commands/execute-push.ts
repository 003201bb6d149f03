import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, DeviceId } from "@countersign/shared/domain/ids.ts";

import { tryChanges } from "#server/records/change-log/write-changes.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { nextHeld } from "./command-store.ts";
import type { Executed, Executor, Group } from "./execute-group.ts";
import { executeGroup } from "./execute-group.ts";
import type { Submission } from "./submission.ts";
import { submitted } from "./submission.ts";
import type { ImpossibleCommands } from "./write-outcome.ts";

/** The most commands of a device executed in one transaction: together they wait for the disk once. */
const largestGroup = 50;

/** Each device's commands sorted by number, so that an unsorted push leaves no holes. */
const groupsOf = (submissions: readonly Submission[]): Group[] => {
  const sorted = [...submissions].sort((left, right) => left.command.deviceSeq - right.command.deviceSeq);
  const byDevice = Map.groupBy(sorted, ({ command }) => command.deviceId);
  return [...byDevice].flatMap(([deviceId, own]) =>
    Array.from({ length: Math.ceil(own.length / largestGroup) }, (_, index) => ({
      deviceId,
      submissions: own.slice(index * largestGroup, (index + 1) * largestGroup),
    })),
  );
};

/** Executes the group in its own transaction. Nobody sees a verdict before the commit. */
const executeInTransaction = async (
  executor: Executor,
  session: Actor,
  group: Group,
  impossible: ImpossibleCommands = new Map(),
): Promise<Executed> => {
  const executed = await tryChanges(executor, session.tenantId, (tx) =>
    executeGroup(tx, executor, session, group, impossible),
  );
  if (!executed.ok) return executeInTransaction(executor, session, group, new Map([...impossible, ...executed.error]));
  for (const { verdict } of executed.value.judged)
    executor.metrics.verdicts.inc({ state: verdict.state, code: verdict.state === "refused" ? verdict.code : "" });
  return executed.value;
};

/**
 * Executes the group at once. If that fails, nothing of it is stored, and each command is executed by itself, so that one
 * that cannot be stored affects no other.
 */
const executeOneByOne = async (executor: Executor, session: Actor, group: Group): Promise<Executed> => {
  try {
    return await executeInTransaction(executor, session, group);
  } catch (error) {
    if (group.submissions.length === 1) throw error;
    const stored = new Map<CommandId, Command>();
    const judged: Command[] = [];
    let someWait = false;
    for (const submission of group.submissions) {
      const one = await executeInTransaction(executor, session, { ...group, submissions: [submission] });
      for (const [id, command] of one.stored) stored.set(id, command);
      judged.push(...one.judged);
      ({ someWait } = one);
    }
    return { stored, judged, someWait };
  }
};

/** Executes the commands that waited for a hole that is now filled, in order. @returns them as stored. */
export const executeHeld = async (executor: Executor, session: Actor, deviceId: DeviceId): Promise<Command[]> => {
  const judged: Command[] = [];
  const next = () => nextHeld(executor.db, deviceId, session.person.id);
  for (let held = await next(); held !== undefined; held = await next()) {
    const { stored } = await executeInTransaction(executor, session, { deviceId, submissions: [submitted(held)] });
    judged.push(...stored.values());
  }
  return judged;
};

/** Executes one command exactly once. @returns it as stored. */
export const executeCommand = async (executor: Executor, session: Actor, submission: Submission): Promise<Command> => {
  const { id, deviceId } = submission.command;
  const { stored } = await executeInTransaction(executor, session, { deviceId, submissions: [submission] });
  const command = stored.get(id);
  if (command === undefined) throw new Error("A command was not stored");
  return command;
};

/** Executes the commands of one push, each by itself. @returns them as stored, in the order pushed. */
export const executePush = async (
  executor: Executor,
  session: Actor,
  submissions: readonly Submission[],
): Promise<Command[]> => {
  const stored = new Map<CommandId, Command>();
  const devices = new Map<DeviceId, boolean>();
  for (const group of groupsOf(submissions)) {
    const executed = await executeOneByOne(executor, session, group);
    for (const [id, command] of executed.stored) stored.set(id, command);
    devices.set(group.deviceId, executed.someWait);
  }
  for (const [deviceId, someWait] of devices)
    if (someWait) for (const held of await executeHeld(executor, session, deviceId)) stored.set(held.id, held);
  return submissions.flatMap(({ command }) => stored.get(command.id) ?? []);
};
