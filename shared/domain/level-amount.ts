import { z } from "zod";

import { moneySchema } from "./money.ts";
import { fieldCode } from "./field-codes.ts";

/** What an order costs at the price level of one seller of its chain (A76). */
export const levelAmountSchema = z
  .strictObject({
    role: z.enum(["reseller", "distributor"]),
    total: moneySchema,
    /** What each line costs there, in the order of the lines; the total may contain more, such as shipping. */
    lines: z.array(moneySchema).min(1).max(1_000).exactOptional(),
  })
  .refine(({ total, lines = [] }) => lines.every(({ currency }) => currency === total.currency), {
    path: ["lines"],
    error: fieldCode("in-another-currency-than-total"),
  });
export type LevelAmount = z.infer<typeof levelAmountSchema>;

/** At most one for each level. */
export const levelAmountsSchema = z
  .array(levelAmountSchema)
  .max(2)
  .refine((amounts) => new Set(amounts.map(({ role }) => role)).size === amounts.length, fieldCode("level-twice"));
