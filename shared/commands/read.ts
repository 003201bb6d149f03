import type { z } from "zod";

import { freeTextMaxLength } from "#shared/domain/approval-flow.ts";
import type { Command } from "#shared/domain/command.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import { malformedArguments } from "#shared/domain/field-problem.ts";
import { firstSchemaProblem } from "#shared/domain/schema-problems.ts";

import type { Intent } from "./payloads.ts";
import { commandPayloads, isCommandType } from "./payloads.ts";
import type { CommandRefusalCode } from "./refusals.ts";

const malformed = (error: z.ZodError, payload: Command["payload"]): Refusal<CommandRefusalCode> => {
  const [first] = error.issues;
  const [field] = first?.path ?? [];
  const text = field === "reason" || field === "text" ? payload[field] : undefined;
  if (first?.code === "too_big" && typeof text === "string")
    return refusal("text-too-long", { max: freeTextMaxLength, actual: text.length });
  const path = ["payload", ...(first?.path ?? [])].join(".");
  return refusal("command-malformed", malformedArguments({ ...firstSchemaProblem(error, payload), path }));
};

/** A command with its intent: parsed once, where it comes in, and trusted from there on. */
export interface ParsedCommand<Made = Command> {
  readonly command: Made;
  readonly intent: Intent;
}

/** A command's intent, or why it cannot be understood: an unknown type, an invalid field. */
export const readCommand = (
  command: Pick<Command, "type" | "payload">,
): Result<Intent, Refusal<CommandRefusalCode>> => {
  const { type, payload } = command;
  if (!isCommandType(type)) return fail(refusal("command-type-unknown", { type }));
  const parsed = commandPayloads[type].safeParse(payload);
  // The type and its payload belong together by construction of the table.
  return parsed.success ? ok({ type, payload: parsed.data } as Intent) : fail(malformed(parsed.error, payload));
};
