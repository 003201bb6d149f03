import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import { exceedsLimit } from "#shared/domain/limit.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import type { OrderLine } from "#shared/domain/order.ts";

import type { ChainOrder, ChainPartner } from "./chain.ts";
import { concernsOf } from "./chain.ts";
import type { ScopedLine } from "./policies.ts";
import { isInScope } from "./policies.ts";

/** A provisioned order item, with what it cost at the partner's own price level. */
export interface ProvisionedItem extends ScopedLine, Pick<OrderLine, "id"> {
  readonly amount: Amount;
}

export interface ItemAssessment {
  readonly id: OrderLine["id"];
  readonly isInScope: boolean;
  readonly amount: Amount;
}

/** The credit risk of a completed order at one partner's level, for one member that the order concerns. */
export interface Assessment {
  readonly partner: string;
  readonly group: string;
  readonly member: string;
  readonly items: readonly ItemAssessment[];
  readonly limit?: Money;
  /** Whether the final cost exceeds the member's limit; the approved amount may have been different. */
  readonly isLimitExceeded: boolean;
}

/**
 * The final assessment at the partner's level after provisioning, item by item (A80, A84, A90): one for each member of
 * its groups that the order concerns, the nearest first. `amount` of the partner is the final one.
 */
export const assessCompletedOrder = (
  order: ChainOrder,
  partner: ChainPartner,
  items: readonly ProvisionedItem[],
  rates: readonly ExchangeRate[] = [],
): Assessment[] =>
  concernsOf(order, partner).map(({ group, member }) => ({
    partner: partner.organisation.name,
    group: group.name,
    member: member.organisation.name,
    items: items.map((item) => ({ id: item.id, isInScope: isInScope(group.policies, item), amount: item.amount })),
    ...(member.limit === undefined ? {} : { limit: member.limit }),
    isLimitExceeded: member.limit !== undefined && exceedsLimit(partner.amount, member.limit, rates),
  }));
