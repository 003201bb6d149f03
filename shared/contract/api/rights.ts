import { z } from "zod";

import { named } from "./named.ts";

/** What a caller of the API may do; whether it applies to a particular order is decided where it is done. */
export const rightSchema = named(
  "Right",
  z.enum([
    "orders:read",
    "orders:write",
    "decisions:write",
    "credit-risk:read",
    "fulfilment:write",
    "erp:write",
    "tiers:read",
    "tiers:write",
    "webhooks:manage",
    "keys:manage",
  ]),
);
export type Right = z.infer<typeof rightSchema>;
