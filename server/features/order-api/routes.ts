import { creditOperations } from "@countersign/shared/contract/api/credit.ts";
import { decisionOperations } from "@countersign/shared/contract/api/decisions.ts";
import { orderOperations } from "@countersign/shared/contract/api/orders.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { historyOf, visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import type { PartnerAnswer } from "./answers.ts";
import { answerOrder } from "./answers.ts";
import { creditRiskFor } from "./credit-risk.ts";
import { declaredProtocol } from "./declared-protocol.ts";
import { ordersFor } from "./order-page.ts";

/** Reading orders, for partners and shops. */
const readingRoutes = (services: Services): readonly Route[] => [
  route(
    {
      operation: orderOperations.readOrders,
      right: "orders:read",
      tags: ["orders"],
      summary: "The orders that the caller may see, by their last change",
      description:
        "Follow `next` while `hasMore`; keep the last one to ask later for what has changed since. A changed order comes " +
        "again with a higher `revision`.",
    },
    ({ session, query }) => ordersFor(services, session, query),
  ),
  route(
    {
      operation: orderOperations.readOrder,
      right: "orders:read",
      tags: ["orders"],
      summary: "One order, as the caller may read it",
      description: "Without its cost at other levels of the chain and the limits behind it.",
    },
    ({ session, params }) => visibleOrder(services.db, session, params.id),
  ),
  route(
    {
      operation: orderOperations.readOrderHistory,
      right: "orders:read",
      tags: ["orders"],
      summary: "Who decided what about an order, when and why",
      description: "Oldest first. Reversed decisions stay, with their reversals.",
    },
    async ({ session, params }) => {
      const entries = await historyOf(services.db, session, params.id);
      return entries.ok ? ok({ entries: entries.value }) : entries;
    },
  ),
  route(
    {
      operation: creditOperations.readCreditRisk,
      right: "credit-risk:read",
      tags: ["orders"],
      summary: "The credit risk of an order at the caller's own level, item by item",
      description: "For the sellers of the order's chain; final as soon as the order is completed.",
    },
    ({ session, params }) => creditRiskFor(services.db, session, params.id),
  ),
];

interface Answered {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly session: Session;
  readonly params: { readonly id: OrderId };
  readonly repeatable: Repeatable | undefined;
}

/** Reading and answering orders, for partners. */
export const partnerRoutes = (services: Services): readonly Route[] => {
  const answer = ({ headers, session, params, repeatable }: Answered, given: PartnerAnswer) =>
    answerOrder(services, session, {
      orderId: params.id,
      commandId: repeatable?.commandId ?? commandIdSchema.parse(services.ids.next()),
      protocol: declaredProtocol(headers),
      answer: given,
    });
  return [
    ...readingRoutes(services),
    route(
      {
        operation: decisionOperations.decideOrder,
        right: "decisions:write",
        tags: ["decisions"],
        summary: "Approves or rejects an order",
        description:
          "Repeating the same answer is harmless; a different one is refused with 409 until the first is taken back.",
      },
      (call) => answer(call, { type: "decision", ...call.body }),
    ),
    route(
      {
        operation: decisionOperations.reverseDecision,
        right: "decisions:write",
        tags: ["decisions"],
        summary: "Takes a decision back, so that its stage is asked again",
        description: "As long as the ERP has not released the order and nothing was provisioned.",
      },
      (call) => answer(call, { type: "reversal", ...call.body }),
    ),
    route(
      {
        operation: decisionOperations.commentOnOrder,
        right: "decisions:write",
        tags: ["decisions"],
        summary: "Writes a comment on an order, which decides nothing",
        description: "Everybody who may see the order reads it.",
      },
      (call) => answer(call, { type: "comment", ...call.body }),
    ),
  ];
};
