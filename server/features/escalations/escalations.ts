import { escalateOrder } from "@countersign/shared/engine/approval/escalate.ts";

import { withSubstitutes } from "#server/features/delegations/delegations.ts";
import { tryChangeOpenOrder, pendingOrders } from "#server/records/orders/open-orders.ts";
import type { Services } from "#server/records/services.ts";

/** Every kind of escalation. */
const rules = [{ to: "person" }, { to: "next-stage" }] as const;

/**
 * Asks more people, and their substitutes, on every open stage that has waited longer than its rule allows; nobody is
 * asked twice. An order that cannot be changed stops no other.
 */
export const escalateOverdue = async (services: Services): Promise<void> => {
  const now = services.clock.now();
  for (const escalation of rules)
    for await (const order of pendingOrders(services.db, { flow: { stages: [{ escalation }] } }))
      await tryChangeOpenOrder(services, order, async (open, tx) => {
        const escalated = escalateOrder(open, now);
        return escalated === open ? open : withSubstitutes(tx, order.tenantId, escalated, now);
      });
};
