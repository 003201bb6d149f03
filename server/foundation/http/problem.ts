import { STATUS_CODES } from "node:http";

import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Problem } from "@countersign/shared/contract/protocol.ts";
import { fieldText } from "@countersign/shared/words/field-text.ts";
import { refusalSentence, refusalText } from "@countersign/shared/words/refusal-text.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { statusOf } from "./statuses.ts";

/** A problem to answer a request with instead of its result. Thrown only by HTTP code. */
export class HttpProblem extends Error {
  readonly refusal: RequestRefusal;
  readonly status: number;

  /** The status follows from the refusal, unless the framework chose one before the request reached a route. */
  constructor(refusal: RequestRefusal, status = statusOf(refusal)) {
    super(refusalSentence(refusal).happened);
    this.refusal = refusal;
    this.status = status;
  }
}

/** The value. @throws HttpProblem with the refusal. */
export const orThrow = <Value>(result: Result<Value, RequestRefusal>): Value => {
  if (result.ok) return result.value;
  throw new HttpProblem(result.error);
};

/** The RFC 9457 document of a problem. */
export const problemDocument = ({ status, refusal }: HttpProblem): Problem => {
  const { code, args, fields = [] } = refusal;
  return {
    type: `urn:countersign:problem:${code}`,
    title: STATUS_CODES[status] ?? code,
    status,
    detail: refusalText(refusal),
    code,
    args,
    ...(fields.length === 0 ? {} : { errors: fields.map((field) => ({ ...field, problem: fieldText(field) })) }),
  };
};
