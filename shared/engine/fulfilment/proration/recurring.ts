import type { Money } from "#shared/domain/money.ts";
import { ok } from "#shared/domain/result.ts";
import type { Recurrence } from "#shared/domain/recurrence.ts";
import { executionCount } from "#shared/domain/recurrence.ts";

import type { Prorated } from "./prorate.ts";
import { amountOfShare } from "./prorate.ts";
import { rational } from "./rational.ts";

/** What a recurring order costs in all. Without an end there is no term, so no term amount. */
export type RecurringAmount =
  | { readonly term: "limited"; readonly executions: number; readonly total: Money }
  | { readonly term: "endless" };

/**
 * The term amount of a recurring order (A95): the amount of one execution times the number of executions.
 * An order is executed whole or not at all, so nothing is prorated.
 */
export const recurringAmount = (recurrence: Recurrence, perExecution: Money): Prorated<RecurringAmount> => {
  const executions = executionCount(recurrence);
  if (executions === undefined) return ok({ term: "endless" });
  const all = amountOfShare(perExecution, String(executions), rational(1n));
  return all.ok ? ok({ term: "limited", executions, total: all.value.amount }) : all;
};
