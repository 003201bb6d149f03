import type { FieldCode } from "./field-codes.ts";
import type { RefusalArguments } from "./refusal.ts";

/** One invalid field: its path, and a code with the figures of its text. */
export interface FieldProblem {
  readonly path: string;
  readonly code: FieldCode;
  readonly args?: RefusalArguments;
}

/** The arguments of a refusal because of a field: `problem` is the code, whose own figures stand beside it. */
export const malformedArguments = ({ path, code, args = {} }: FieldProblem): RefusalArguments => ({
  ...args,
  path,
  problem: code,
});
