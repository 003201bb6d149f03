import type { Right } from "@countersign/shared/contract/api/rights.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Role } from "@countersign/shared/domain/people.ts";

/** Everybody may read the orders that they may see, and decide those that ask them. */
const everybodys: readonly Right[] = ["orders:read", "decisions:write"];

/** To read and act on the tier configurations of one's own company. */
const tiers: readonly Right[] = ["tiers:read", "tiers:write"];

const sellers: readonly Right[] = ["orders:write", "credit-risk:read", "fulfilment:write", "erp:write", ...tiers];

/** Administrators in every company manage its own connections. */
const connections: readonly Right[] = ["webhooks:manage", "keys:manage"];

/** Distributor and reseller are both sellers. */
type Side = "customer" | "seller" | "vendor";

const sides: Readonly<Record<Organisation["kind"], Side>> = {
  customer: "customer",
  reseller: "seller",
  distributor: "seller",
  vendor: "vendor",
};

/** The rights that a role gives to a person of a customer, of a seller and of a vendor. */
const ofRoles: Partial<Record<Role, Partial<Record<Side, readonly Right[]>>>> = {
  requester: { customer: ["orders:write"], seller: ["orders:write"] },
  approver: { vendor: tiers },
  admin: {
    customer: ["orders:write", ...connections],
    seller: [...sellers, ...connections],
    vendor: [...tiers, ...connections],
  },
  reseller: { seller: [...sellers, "webhooks:manage"] },
  distributor: { seller: [...sellers, "webhooks:manage"] },
};

/** The rights that these roles give to a person of such an organisation. */
export const rightsOf = (roles: readonly Role[], kind: Organisation["kind"]): ReadonlySet<Right> =>
  new Set([...everybodys, ...roles.flatMap((role) => ofRoles[role]?.[sides[kind]] ?? [])]);
