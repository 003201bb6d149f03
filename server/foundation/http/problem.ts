import { STATUS_CODES } from "node:http";

import type { ErrorCode } from "@countersign/shared/contract/errors.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Problem } from "@countersign/shared/contract/protocol.ts";
import { fieldText } from "@countersign/shared/words/field-text.ts";
import { refusalSentence, refusalText } from "@countersign/shared/words/refusal-text.ts";
import type { Refusal, RefusalArguments } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import { malformedArguments } from "@countersign/shared/domain/field-problem.ts";

import { statusOf } from "./statuses.ts";

/** A request that is answered with a problem instead of its result. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly args: RefusalArguments;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, code: ErrorCode, args: RefusalArguments = {}, fields: readonly FieldProblem[] = []) {
    super(refusalSentence({ code, args }).happened);
    this.status = status;
    this.code = code;
    this.args = args;
    this.fields = fields;
  }
}

/** Some fields do not fit; the sentence names the first one. */
export const malformedProblem = (fields: readonly [FieldProblem, ...FieldProblem[]], status = 400): HttpProblem => {
  const [first] = fields;
  return new HttpProblem(status, "request-malformed", malformedArguments(first), fields);
};

/** A refusal as the problem that it is answered with. */
export const problemOf = (refused: RequestRefusal): HttpProblem =>
  new HttpProblem(statusOf(refused), refused.code, refused.args, refused.fields);

/** The value. @throws HttpProblem with the refusal. */
export const orThrow = <Value>(result: Result<Value, RequestRefusal>): Value => {
  if (result.ok) return result.value;
  throw problemOf(result.error);
};

/** What was asked for is refused because of how things stand. */
export const conflict = ({ code, args }: Refusal<ErrorCode>): HttpProblem => new HttpProblem(409, code, args);

/** The value. @throws HttpProblem 409 with the refusal. */
export const orConflict = <Value>(result: Result<Value, Refusal<ErrorCode>>): Value => {
  if (result.ok) return result.value;
  throw conflict(result.error);
};

/** The RFC 9457 document of a problem. */
export const problemDocument = ({ status, code, args, fields }: HttpProblem): Problem => ({
  type: `urn:countersign:problem:${code}`,
  title: STATUS_CODES[status] ?? code,
  status,
  detail: refusalText({ code, args }),
  code,
  args,
  ...(fields.length === 0 ? {} : { errors: fields.map((field) => ({ ...field, problem: fieldText(field) })) }),
});
