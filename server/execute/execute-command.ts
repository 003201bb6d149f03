import type { CommandRefusal } from "#shared/commands/apply.ts";
import type { Command, Verdict } from "#shared/domain/command.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { refusal } from "#shared/domain/refusal.ts";

import type { Services } from "#server/api/services.ts";
import type { Actor } from "#server/auth/session.ts";
import type { Tx } from "#server/db/database.ts";
import { inTransaction } from "#server/db/retry.ts";
import type { Change, Commit } from "#server/sync/change-log.ts";

import { findCommands, keepCommand } from "./command-store.ts";
import type { Device } from "./device.ts";
import { advance, claimDevice, leavesHole, lockDevice } from "./device.ts";
import type { Judgement } from "./judge.ts";
import { judge, refuse } from "./judge.ts";
import type { Submission } from "./submission.ts";

export type Executor = Pick<Services, "db" | "clock" | "changeLog" | "poke" | "metrics">;

const objectionTo = (
  { command, objection }: Submission,
  device: Device | undefined,
  { person }: Actor,
): CommandRefusal | undefined => {
  if (objection !== undefined) return objection;
  if (command.actor !== person.id) return refusal("actor-mismatch");
  return device?.personId === person.id ? undefined : refusal("device-of-another-person");
};

/** The command's device, locked. Only its own person's command makes it known: another's would take it from them. */
const deviceOf = (tx: Tx, { actor, deviceId }: Command, session: Actor): Promise<Device | undefined> =>
  actor === session.person.id ? claimDevice(tx, deviceId, session) : lockDevice(tx, deviceId);

/** The judgement, or `undefined` while an earlier command of the device is missing. */
const judgementOf = async (
  tx: Tx,
  submission: Submission,
  { device, session, now }: { device: Device | undefined; session: Actor; now: Instant },
): Promise<Judgement | undefined> => {
  const objection = objectionTo(submission, device, session);
  if (objection !== undefined) return refuse(objection, now);
  const { command } = submission;
  return device !== undefined && leavesHole(command, device) ? undefined : judge(tx, session, command, now);
};

/** What one command came to, once its transaction has committed. */
interface Executed {
  readonly commit: Commit;
  readonly verdict: Verdict;
}

const executeIn = async (
  tx: Tx,
  { clock, changeLog }: Executor,
  session: Actor,
  submission: Submission,
): Promise<Executed | undefined> => {
  const { command, isNumbered } = submission;
  const { person, tenantId } = session;
  const device = await deviceOf(tx, command, session);
  // Read under the device's lock: the same push may run twice at the same time.
  const stored = (await findCommands(tx, person.id, [command.id])).get(command.id);
  if (stored !== undefined && stored.verdict.state !== "waiting") return undefined;

  const now = clock.now();
  const judgement = await judgementOf(tx, submission, { device, session, now });
  if (judgement === undefined && stored !== undefined) return undefined;
  const { verdict, changes } = judgement ?? { verdict: { state: "waiting" } as const, changes: [] };
  await keepCommand(tx, session, { command: { ...command, verdict }, isNumbered }, now);
  if (judgement !== undefined && isNumbered && device?.personId === person.id) await advance(tx, device);
  const own: Change = {
    collection: "commands",
    documentId: command.id,
    audience: [person.id],
    audienceIs: "more",
  };
  return { commit: await changeLog.append(tx, tenantId, [...changes, own]), verdict };
};

/**
 * Executes one command exactly once, in a transaction of its own: verdict, order, history and change log are stored
 * together or not at all. A command that was judged before keeps its verdict for ever.
 */
export const executeCommand = async (executor: Executor, session: Actor, submission: Submission): Promise<void> => {
  const executed = await inTransaction(executor.db, (tx) => executeIn(tx, executor, session, submission));
  if (executed === undefined) return;
  const { commit, verdict } = executed;
  executor.metrics.verdicts.inc({ state: verdict.state, code: verdict.state === "refused" ? verdict.code : "" });
  executor.poke.announce(commit);
};

/** A command that was stored while it waited. */
export const resubmitted = (command: Command): Submission => ({ command, isNumbered: true });
