import type { FieldProblem } from "#shared/domain/field-problem.ts";
import { malformedArguments } from "#shared/domain/field-problem.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refuse } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { AnswerErrorCode } from "./errors.ts";

/** Why a request was not carried out, with the fields that do not fit. The HTTP status follows from it. */
export interface RequestRefusal extends Refusal<AnswerErrorCode> {
  readonly fields?: readonly FieldProblem[];
}

/** Some fields do not fit; the sentence names the first one. */
export const malformedRequest = (fields: readonly [FieldProblem, ...FieldProblem[]]): RequestRefusal => ({
  code: "request-malformed",
  args: malformedArguments(fields[0]),
  fields,
});

/** {@link malformedRequest} as the outcome of what was asked for. */
export const malformed = (fields: readonly [FieldProblem, ...FieldProblem[]]): Result<never, RequestRefusal> =>
  fail(malformedRequest(fields));

/** The value. Refused where there is none, or none that the caller may know of. */
export const orNotFound = <Value>(value: Value | null | undefined): Result<Value, Refusal<"not-found">> =>
  value === undefined || value === null ? refuse("not-found") : ok(value);
