import { z } from "zod";

import { oldestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import { commandRefusalCodes } from "@countersign/shared/commands/refusals.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { DeviceId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { engineRefusalCodes } from "@countersign/shared/engine/approval/refusals.ts";
import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import { malformedArguments } from "@countersign/shared/domain/field-problem.ts";
import { firstSchemaProblem } from "@countersign/shared/domain/schema-problems.ts";

import { unstorable } from "#server/foundation/http/storable.ts";

import { pushedDeviceIdSchema } from "./device.ts";

/** One pushed command, read once. With an objection, it is refused without further checks. */
export interface Submission {
  readonly command: Command;
  /** What the command asks for; if that cannot be read, the command is refused when its turn comes. */
  readonly intent: Result<Intent, CommandRefusal>;
  readonly objection?: CommandRefusal;
  /** Whether the command takes a place in its device's order. */
  readonly isNumbered: boolean;
}

/** Who pushes, and when: the substitutes for unreadable fields of a command. */
export interface Pusher {
  readonly actorId: PersonId;
  readonly deviceId: DeviceId;
  readonly receivedAt: Instant;
}

/** A command as a device may push it. */
const pushedCommandSchema = commandSchema.extend({ deviceId: pushedDeviceIdSchema });

const identified = z.looseObject({ id: commandSchema.shape.id });

const { type, actorId, deviceId, deviceSeq, madeAt, basedOn, protocol } = pushedCommandSchema.shape;

/** The field as sent if it can be read and stored, else the substitute. */
const readOr = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  substitute: z.output<Schema>,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  return parsed.success && unstorable(parsed.data) === undefined ? parsed.data : substitute;
};

const refused = (command: Command, objection: CommandRefusal): Omit<Submission, "isNumbered"> => ({
  command,
  objection,
  intent: fail(objection),
});

/** The first problem of a storable element. One nested too deeply for a schema has been found before. */
const schemaProblemOf = (element: Record<string, unknown>): FieldProblem => {
  const parsed = pushedCommandSchema.safeParse(element);
  return parsed.success ? { path: "", code: "not-a-command" } : firstSchemaProblem(parsed.error, element);
};

/** A valid command made of the readable fields of an invalid one: its verdict needs a document. */
const remainsOf = (id: Command["id"], element: Record<string, unknown>, sender: Pusher): Submission => {
  const command: Command = {
    id,
    type: readOr(type, element["type"], "unreadable"),
    payload: {},
    actorId: readOr(actorId, element["actorId"], sender.actorId),
    deviceId: readOr(deviceId, element["deviceId"], sender.deviceId),
    deviceSeq: readOr(deviceSeq, element["deviceSeq"], 1),
    madeAt: readOr(madeAt, element["madeAt"], sender.receivedAt),
    basedOn: readOr(basedOn, element["basedOn"], 0),
    protocol: readOr(protocol, element["protocol"], oldestProtocol),
    verdict: { state: "waiting" },
  };
  return {
    ...refused(
      command,
      refusal("command-malformed", malformedArguments(unstorable(element) ?? schemaProblemOf(element))),
    ),
    isNumbered: deviceSeq.safeParse(element["deviceSeq"]).success,
  };
};

const refusalCodeSchema = z.enum([...commandRefusalCodes, ...engineRefusalCodes]);

/**
 * A command that the server refused in an earlier epoch stays refused: its person was told and may have decided again.
 * One that it accepted is judged again, so that no decision is lost.
 */
const earlierRefusal = ({ verdict }: Command): CommandRefusal | undefined => {
  if (verdict.state !== "refused") return undefined;
  const code = refusalCodeSchema.safeParse(verdict.code);
  return code.success ? refusal(code.data, verdict.args) : undefined;
};

/** A valid command with its device's number. */
export const submitted = (command: Command): Submission => ({
  command,
  intent: readCommand(command),
  isNumbered: true,
});

/**
 * Reads one element of a push by itself. An invalid one becomes a command with an objection, so that it gets a verdict
 * and stops no other. Fails only for an element without a readable id, which cannot be answered that way.
 */
export const readSubmission = (element: unknown, sender: Pusher): Result<Submission, FieldProblem> => {
  const withId = identified.safeParse(element);
  if (!withId.success) return fail({ path: "id", code: "not-a-uuid-v7" });
  const isStorable = unstorable(element) === undefined;
  const parsed = isStorable ? pushedCommandSchema.safeParse(element) : undefined;
  if (parsed?.success !== true) return ok(remainsOf(withId.data.id, withId.data, sender));
  const objection = earlierRefusal(parsed.data);
  const command: Command = { ...parsed.data, verdict: { state: "waiting" } };
  return ok(objection === undefined ? submitted(command) : { ...refused(command, objection), isNumbered: true });
};
