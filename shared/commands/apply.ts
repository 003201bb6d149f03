import type { Reversal } from "#shared/domain/approval-flow.ts";
import type { Command } from "#shared/domain/command.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { DecisionBasis } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { assertNever, fail, ok } from "#shared/domain/result.ts";
import { comment, decide, reverse } from "#shared/engine/approval/decide.ts";
import type { EngineRefusalCode } from "#shared/engine/approval/refusals.ts";

import { mayBeDecidedWith, newerProgramNeeded } from "./decidable.ts";
import type { Intent } from "./payloads.ts";
import type { ParsedCommand } from "./read.ts";
import type { CommandRefusalCode } from "./refusals.ts";

export type CommandRefusal = Refusal<CommandRefusalCode | EngineRefusalCode>;

/** Who made a command, and when the server received it; while it waits on the device, `receivedAt` is missing. */
export interface Authorship {
  readonly person: PersonReference;
  readonly receivedAt?: Instant;
}

type Made = Omit<Reversal, "commandId" | "reason">;

const why = (reason: string | undefined) => (reason === undefined ? {} : { reason });

const outcomes = { "approve-order": "approved", "reject-order": "rejected" } as const;

const effectOf = <Decidable extends DecisionBasis>(
  order: Decidable,
  intent: Intent,
  id: Command["id"],
  made: Made,
): Result<Decidable, CommandRefusal> => {
  switch (intent.type) {
    case "approve-order":
    case "reject-order": {
      const outcome = outcomes[intent.type];
      const { stageId, reason, onBehalfOf } = intent.payload;
      const forWhom = onBehalfOf === undefined ? {} : { onBehalfOf };
      const decided = decide(order, { id, stageId, outcome, ...why(reason), ...forWhom, ...made });
      // The same answer again, from another device of the same person, changes nothing (A14).
      const isRepeated =
        !decided.ok && decided.error.code === "already-decided-by-you" && decided.error.args["outcome"] === outcome;
      return isRepeated ? ok(order) : decided;
    }
    case "comment-on-order":
      return ok(comment(order, { id, text: intent.payload.text, ...made }));
    case "reverse-decision":
      return reverse(order, intent.payload.decisionId, { commandId: id, ...why(intent.payload.reason), ...made });
    default:
      return assertNever(intent);
  }
};

/** What a command does, without its verdict. */
type AppliedCommand = Omit<Command, "verdict">;

/**
 * The order after `command`, or why it is refused. The same code runs on the device, to show at once what the
 * command will do, and on the server, with authority. The input is not changed; if the same order (`===`) is
 * returned, the command only repeated an answer that already stands.
 */
export const applyCommand = <Decidable extends DecisionBasis>(
  order: Decidable,
  { command, intent }: ParsedCommand<AppliedCommand>,
  authorship: Authorship,
): Result<Decidable, CommandRefusal> => {
  const { id, deviceId, madeAt, protocol } = command;
  if (intent.type !== "comment-on-order" && !mayBeDecidedWith(order, protocol)) return fail(newerProgramNeeded);
  return effectOf(order, intent, id, { deviceId, madeAt, ...authorship });
};
