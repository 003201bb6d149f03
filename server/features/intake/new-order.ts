import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { withSubstitutes } from "#server/features/delegations/delegations.ts";
import type { ProposedChange } from "#server/features/subscriptions/propose-change.ts";
import { proposedChange } from "#server/features/subscriptions/propose-change.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { policyToPlanBy } from "#server/records/policies/policy.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { composeOrder } from "./compose-order.ts";
import { knownLevels, orderingAccount } from "./may-place.ts";
import { obtainParties } from "./obtain-parties.ts";
import { loadPlanContext } from "./plan-context.ts";

interface Placing {
  readonly services: Pick<Services, "clock" | "ids">;
  readonly session: Session;
  readonly sender: OrderSender;
}

/** An order that is not stored yet. */
interface NewOrder {
  readonly order: Order;
  /** The change of a subscription, if the order makes one. */
  readonly change: ProposedChange | undefined;
  /** The companies and people that were added with the order. */
  readonly additions: readonly DocumentChange[];
  readonly receivedAt: Instant;
}

/** The order that a request asks for, with its approval planned, substitutes included. */
export const newOrder = async (
  tx: Tx,
  { services: { clock, ids }, session, sender }: Placing,
  request: ParsedOrderRequest,
): Promise<Result<NewOrder, RequestRefusal>> => {
  const { tenantId } = session;
  const obtained = await obtainParties({ tx, tenantId, ids, sender }, request);
  if (!obtained.ok) return obtained;
  const { party: parties, changes: additions } = obtained.value;
  const levels = knownLevels(sender, request.levelAmounts);
  if (!levels.ok) return levels;
  const account = await orderingAccount(tx, tenantId, parties.requester.id);
  if (!account.ok) return account;
  const { customer, reseller } = parties;
  const policy = await policyToPlanBy(tx, tenantId, [customer.id, ...(reseller === undefined ? [] : [reseller.id])]);
  if (policy === undefined) return refuse("no-approver", { role: "approver" });
  const receivedAt = clock.now();
  const id = orderIdSchema.parse(ids.next());
  const { number = "-", placedAt = receivedAt } = request;
  const proposed = await proposedChange(tx, session, { request, sender, parties, at: receivedAt });
  if (!proposed.ok) return proposed;
  const change = proposed.value;
  const facts = { parties, policy, placedAt, levelAmounts: levels.value, account: account.value };
  const context = await loadPlanContext(tx, tenantId, facts);
  const isApproved = change?.approval.isNeeded === false;
  const planning = { id, number, policy, context, receivedAt, isApproved };
  const composed = composeOrder(change?.request ?? request, parties, planning);
  if (!composed.ok) return composed;
  return ok({ order: await withSubstitutes(tx, tenantId, composed.value, receivedAt), change, additions, receivedAt });
};
