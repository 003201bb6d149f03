import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { CustomerApproval, ResellerAccount } from "#shared/domain/reseller-account.ts";
import type { AuthorizationPolicy, ShopAccount } from "#shared/domain/shop-account.ts";

import type { CountedOrder } from "./budget/counted-order.ts";
import type { ChainPartner } from "./credit-risk/chain.ts";

/** What is planned: the order before it has a flow. */
export type OrderFacts = Pick<
  Order,
  "id" | "placedAt" | "requester" | "customer" | "lines" | "totals" | "costCentre" | "recurrence"
>;

/** The sub-accounts of the requester's company, when the requester is one of them. */
export interface AuthorizationContext {
  readonly buyer: ShopAccount;
  readonly accounts: readonly ShopAccount[];
  readonly policy: AuthorizationPolicy;
}

/** The reseller that the customer orders from, as the distributor knows it. */
export interface ResellerContext {
  readonly account: ResellerAccount;
  /** Missing if the reseller never touched this customer's switch. */
  readonly approval: CustomerApproval | undefined;
  readonly approvers: readonly PersonReference[];
}

/** Everything besides the order and its policy that a plan depends on, as of submission. */
export interface PlanContext {
  /** From an order's currency into those of limits and budgets. */
  readonly rates: readonly ExchangeRate[];
  /** The orders that the budgets count. */
  readonly pastOrders: readonly CountedOrder[];
  readonly authorization?: AuthorizationContext;
  readonly reseller?: ResellerContext;
  /** The partners above the customer, the nearest first. */
  readonly partners: readonly ChainPartner[];
}

/** An empty context: no rates, no past orders, no accounts, no partners with groups of their own. */
export const noContext: PlanContext = { rates: [], pastOrders: [], partners: [] };
