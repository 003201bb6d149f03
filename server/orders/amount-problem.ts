import { HttpProblem } from "#server/api/problem.ts";

import type { AmountRefusal } from "./amounts.ts";

/** Amounts that do not fit together, with the field that shows it. */
export const amountProblem = ({ path, code, ...args }: AmountRefusal): HttpProblem => {
  const problem = code === "currency-mismatch" ? "is in another currency than the rest" : "is too large";
  return new HttpProblem(422, code, args, [{ path, problem }]);
};
