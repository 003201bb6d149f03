import { z } from "zod";

import type { Organisation } from "#shared/domain/organisation.ts";
import type { Role } from "#shared/domain/people.ts";

/** What a caller of the API may do; whether they may do it with this very order is decided where it happens. */
export const rightSchema = z.enum([
  "orders:read",
  "orders:write",
  "decisions:write",
  "credit-risk:read",
  "provisioning:write",
  "erp:write",
  "webhooks:manage",
  "keys:manage",
]);
export type Right = z.infer<typeof rightSchema>;

/** What everybody has: the orders of their own scope, and their own say in them. */
const everybodys: readonly Right[] = ["orders:read", "decisions:write"];

const sellers: readonly Right[] = ["orders:write", "credit-risk:read", "provisioning:write", "erp:write"];

/** What a role gives to a person of a customer, and to one of a seller. */
const ofRoles: Partial<Record<Role, { readonly customer: readonly Right[]; readonly seller: readonly Right[] }>> = {
  requester: { customer: ["orders:write"], seller: ["orders:write"] },
  admin: {
    customer: ["orders:write", "webhooks:manage", "keys:manage"],
    seller: [...sellers, "webhooks:manage", "keys:manage"],
  },
  reseller: { customer: [], seller: [...sellers, "webhooks:manage"] },
  distributor: { customer: [], seller: [...sellers, "webhooks:manage"] },
};

/** What these roles give to a person of such an organisation. */
export const rightsOf = (roles: readonly Role[], kind: Organisation["kind"]): ReadonlySet<Right> =>
  new Set([
    ...everybodys,
    ...roles.flatMap((role) => ofRoles[role]?.[kind === "customer" ? "customer" : "seller"] ?? []),
  ]);
