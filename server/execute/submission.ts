import { z } from "zod";

import { oldestProtocol } from "#shared/contract/protocol-version.ts";
import type { CommandRefusal } from "#shared/commands/apply.ts";
import { commandRefusalCodes } from "#shared/commands/refusals.ts";
import type { Command } from "#shared/domain/command.ts";
import { commandSchema } from "#shared/domain/command.ts";
import type { DeviceId, PersonId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import { engineRefusalCodes } from "#shared/engine/refusals.ts";

import type { FieldProblem } from "#server/api/problem.ts";
import { unstorable } from "#server/api/storable.ts";
import { fieldProblems } from "#server/api/validation.ts";

import { pushedDeviceIdSchema } from "./device.ts";

/** One pushed command. With an objection it is refused without being looked at further. */
export interface Submission {
  readonly command: Command;
  readonly objection?: CommandRefusal;
  /** Whether the command takes a place in its device's order. */
  readonly isNumbered: boolean;
}

/** Who pushes, and when: what stands in for the fields of a command that cannot be read. */
export interface Sender {
  readonly actor: PersonId;
  readonly deviceId: DeviceId;
  readonly receivedAt: Instant;
}

/** A command as a device may push it. */
const pushedCommandSchema = commandSchema.extend({ deviceId: pushedDeviceIdSchema });

const identified = z.looseObject({ id: commandSchema.shape.id });

const { type, actor, deviceId, deviceSeq, madeAt, basedOn, protocol } = pushedCommandSchema.shape;

/** A field as it was sent where it can be read and stored, else what stands in for it. */
const readOr = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  substitute: z.output<Schema>,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  return parsed.success && unstorable(parsed.data) === undefined ? parsed.data : substitute;
};

/** What can be kept of a command that does not fit, as a command that fits: its verdict needs a document. */
const remainsOf = (id: Command["id"], element: Record<string, unknown>, sender: Sender): Submission => {
  const obstacle = unstorable(element);
  const [issue] = obstacle === undefined ? fieldProblems(pushedCommandSchema.safeParse(element).error) : [];
  const { path, problem } = obstacle ?? issue ?? { path: "", problem: "is not a command" };
  const command: Command = {
    id,
    type: readOr(type, element["type"], "unreadable"),
    payload: {},
    actor: readOr(actor, element["actor"], sender.actor),
    deviceId: readOr(deviceId, element["deviceId"], sender.deviceId),
    deviceSeq: readOr(deviceSeq, element["deviceSeq"], 1),
    madeAt: readOr(madeAt, element["madeAt"], sender.receivedAt),
    basedOn: readOr(basedOn, element["basedOn"], 0),
    protocol: readOr(protocol, element["protocol"], oldestProtocol),
    verdict: { state: "waiting" },
  };
  return {
    command,
    objection: refusal("command-malformed", { path, problem }),
    isNumbered: deviceSeq.safeParse(element["deviceSeq"]).success,
  };
};

const refusalCodeSchema = z.enum([...commandRefusalCodes, ...engineRefusalCodes]);

/**
 * What a server refused in an earlier life of its data stays refused: its person was told so and may have decided anew.
 * What it accepted is judged once more, so that no decision is lost.
 */
const earlierRefusal = ({ verdict }: Command): CommandRefusal | undefined => {
  if (verdict.state !== "refused") return undefined;
  const code = refusalCodeSchema.safeParse(verdict.code);
  return code.success ? refusal(code.data, verdict.args) : undefined;
};

/**
 * Reads one element of a push by itself. What does not fit becomes a command with an objection, so that it gets a
 * verdict and stops nobody. Only an element without a readable id cannot be answered that way.
 */
export const readSubmission = (element: unknown, sender: Sender): Result<Submission, FieldProblem> => {
  const withId = identified.safeParse(element);
  if (!withId.success) return fail({ path: "id", problem: "is not a UUIDv7" });
  const isStorable = unstorable(element) === undefined;
  const parsed = isStorable ? pushedCommandSchema.safeParse(element) : undefined;
  if (parsed?.success !== true) return ok(remainsOf(withId.data.id, withId.data, sender));
  const objection = earlierRefusal(parsed.data);
  const command: Command = { ...parsed.data, verdict: { state: "waiting" } };
  return ok({ command, isNumbered: true, ...(objection === undefined ? {} : { objection }) });
};
