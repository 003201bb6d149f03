import { HttpProblem } from "#server/foundation/http/problem.ts";

import type { AmountRefusal } from "./amounts.ts";

const problems: Readonly<Record<AmountRefusal["code"], string>> = {
  "currency-mismatch": "is in another currency than the rest",
  "amount-too-large": "is too large",
  "amount-negative": "is less than nothing",
};

/** Amounts that do not fit together, with the field that shows it. */
export const amountProblem = ({ path, code, ...args }: AmountRefusal): HttpProblem =>
  new HttpProblem(422, code, args, [{ path, problem: problems[code] }]);
