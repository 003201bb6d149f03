import type { PolicyId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { Setting } from "#server/records/settings/setting-kinds.ts";

import type { DemoOrder } from "./orders.ts";
import { demoOrders } from "./orders.ts";
import { organisations } from "./organisations.ts";
import { featuredPeople, people } from "./people.ts";
import { customerPolicies, defaultPolicy } from "./policies.ts";
import { settingsOf } from "./settings.ts";

/** A fictional distributor with its resellers, customers, people, and orders in every state. */
export interface DemoNetwork {
  readonly tenant: { readonly id: string; readonly name: string };
  /** Parents come before their children. */
  readonly organisations: readonly Organisation[];
  readonly people: readonly Person[];
  readonly policies: readonly ApprovalPolicy[];
  /** The policy of organisations without one of their own. */
  readonly defaultPolicyId: PolicyId;
  /** What its orders' plans depend on besides the policies. */
  readonly settings: readonly Setting[];
  /** The people offered on the start page, in this order, each with the first of their roles. */
  readonly featured: readonly Person[];
  /** Generates the orders one at a time, oldest first: 100,000 of them need no more memory than one. */
  orders(): Iterable<DemoOrder>;
}

const tenantId = "tenant-demo";

/** The demo network with `orders` orders, placed in the eight weeks before `now`. The same input gives the same network. */
export const demoNetwork = ({ orders, now }: { readonly orders: number; readonly now: Instant }): DemoNetwork => ({
  tenant: { id: tenantId, name: "Lanternfish network (fictional)" },
  organisations: Object.values(organisations),
  people: Object.values(people),
  policies: [defaultPolicy, ...customerPolicies],
  defaultPolicyId: defaultPolicy.id,
  settings: settingsOf(tenantId),
  featured: featuredPeople,
  orders: () => demoOrders(orders, now),
});
