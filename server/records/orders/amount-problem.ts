import type { FieldCode } from "@countersign/shared/domain/field-codes.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";

import type { AmountRefusal } from "./amounts.ts";

const problems: Readonly<Record<AmountRefusal["code"], FieldCode>> = {
  "currency-mismatch": "in-another-currency",
  "amount-too-large": "too-large",
  "amount-negative": "less-than-nothing",
};

/** Amounts that do not fit together, with the field that shows it. */
export const amountProblem = ({ path, code, ...args }: AmountRefusal): HttpProblem =>
  new HttpProblem(422, code, args, [{ path, code: problems[code] }]);
