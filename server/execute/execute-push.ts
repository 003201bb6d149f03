import type { Command } from "#shared/domain/command.ts";
import type { DeviceId } from "#shared/domain/ids.ts";

import type { Actor } from "#server/auth/session.ts";

import { findCommands, nextHeld } from "./command-store.ts";
import type { Executor } from "./execute-command.ts";
import { executeCommand, resubmitted } from "./execute-command.ts";
import type { Submission } from "./submission.ts";

/** Each device's commands by their numbers, so that a push that arrives in disorder leaves no hole behind. */
const inDeviceOrder = (submissions: readonly Submission[]): Submission[] =>
  [...submissions].sort((left, right) => left.command.deviceSeq - right.command.deviceSeq);

/** Executes what waited for a hole that is filled now, in order. */
export const executeHeld = async (executor: Executor, session: Actor, deviceId: DeviceId): Promise<void> => {
  const next = () => nextHeld(executor.db, deviceId, session.person.id);
  for (let held = await next(); held !== undefined; held = await next())
    await executeCommand(executor, session, resubmitted(held));
};

/** Executes the commands of one push, each by itself, and returns them as they are stored then, in the order pushed. */
export const executePush = async (
  executor: Executor,
  session: Actor,
  submissions: readonly Submission[],
): Promise<Command[]> => {
  for (const submission of inDeviceOrder(submissions)) await executeCommand(executor, session, submission);
  const devices = new Set(submissions.map(({ command }) => command.deviceId));
  for (const deviceId of devices) await executeHeld(executor, session, deviceId);
  const ids = submissions.map(({ command }) => command.id);
  const stored = await findCommands(executor.db, session.person.id, ids);
  return ids.flatMap((id) => stored.get(id) ?? []);
};
