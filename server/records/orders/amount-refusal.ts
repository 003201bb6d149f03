import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { FieldCode } from "@countersign/shared/domain/field-codes.ts";

import type { AmountRefusal } from "./amounts.ts";

const problems: Readonly<Record<AmountRefusal["code"], FieldCode>> = {
  "currency-mismatch": "in-another-currency",
  "amount-too-large": "too-large",
  "amount-negative": "less-than-nothing",
};

/** The refusal of invalid amounts, with the field at fault. */
export const refusalOfAmount = ({ path, code, ...args }: AmountRefusal): RequestRefusal => ({
  code,
  args,
  fields: [{ path, code: problems[code] }],
});
