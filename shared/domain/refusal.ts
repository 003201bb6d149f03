import { z } from "zod";

import type { Loose } from "./loose.ts";
import { moneySchema } from "./money.ts";
import { holdsNewer } from "./newer.ts";
import type { Result } from "./result.ts";
import { fail } from "./result.ts";

/** What a refusal's sentence needs: names, counts, amounts, instants (as text). */
export const refusalArgumentsSchema = z.record(z.string(), z.union([z.string(), z.number(), moneySchema]));
export type RefusalArguments = z.infer<typeof refusalArgumentsSchema>;
type LooseRefusalArguments = Loose<typeof refusalArgumentsSchema>;

/** Whether a sentence can be made of them: a newer server may send kinds of figures that this version does not know. */
export const areKnown = (args: LooseRefusalArguments): args is RefusalArguments => !holdsNewer(args);

/** Why something was not done: a code of a closed list and the figures for its sentence. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly args: RefusalArguments;
}

export const refusal = <Code extends string>(code: Code, args: RefusalArguments = {}): Refusal<Code> => ({
  code,
  args,
});

/** The same as the outcome of what was asked for. */
export const refuse = <Code extends string>(code: Code, args: RefusalArguments = {}): Result<never, Refusal<Code>> =>
  fail(refusal(code, args));
