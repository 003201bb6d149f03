import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { personReferenceSchema } from "./people.ts";

/** Somebody stands in for somebody else who is away, in a date range, both ends included. */
export const delegationSchema = z.strictObject({
  id: z.string().min(1).max(64),
  delegator: personReferenceSchema,
  substitute: personReferenceSchema,
  validFrom: instantSchema,
  validUntil: instantSchema,
});
export type Delegation = z.infer<typeof delegationSchema>;
