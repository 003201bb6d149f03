import type { Decision } from "#shared/domain/approval-flow.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import type { FoldedFlow } from "#shared/engine/approval/fold.ts";
import { foldFlow } from "#shared/engine/approval/fold.ts";

import { cannotAuthorizeFor } from "./may-authorize.ts";

/** The status of an authorization in the authorization history (S40). */
export type AuthorizationStatus = "pending" | "approved" | "declined" | "not-needed";

/** Who decided, and how, as authorizers and the buyer see it (S49). */
export interface ShownDecision {
  readonly decider: PersonReference;
  readonly status: "approved" | "declined";
  readonly at: Decision["madeAt"];
}

export interface Authorization {
  readonly orderId: Order["id"];
  readonly orderNumber: string;
  readonly buyer: PersonReference;
  readonly status: AuthorizationStatus;
  /** The decisions that stand, in the order in which they were made. */
  readonly decisions: readonly ShownDecision[];
}

const statuses: Record<FoldedFlow["outcome"], AuthorizationStatus> = {
  pending: "pending",
  approved: "approved",
  rejected: "declined",
  "not-needed": "not-needed",
};

const shown = ({ person, outcome, receivedAt, madeAt }: Decision): ShownDecision => ({
  decider: person,
  status: outcome === "approved" ? "approved" : "declined",
  at: receivedAt ?? madeAt,
});

const mayNotSee = (viewer: ShopAccount, order: Order): Refusal<AccountRefusalCode> | undefined => {
  if (!viewer.isActivated) return refusal("account-deactivated", { account: viewer.name });
  if (viewer.id === order.requester.personId) return undefined;
  const buyer = { id: order.requester.personId, accountId: order.customer.organisationId };
  return cannotAuthorizeFor(viewer, buyer) && refusal("authorization-not-shown", { account: viewer.name });
};

/**
 * What this account sees of the order's authorization, or why it sees nothing. The buyer sees it, and so do all authorizers of
 * the Account ID, whether or not a stage asks them: the decision and who made it (S49).
 */
export const authorizationFor = (
  viewer: ShopAccount,
  order: Order,
): Result<Authorization, Refusal<AccountRefusalCode>> => {
  const objection = mayNotSee(viewer, order);
  if (objection !== undefined) return fail(objection);
  return ok({
    orderId: order.id,
    orderNumber: order.number,
    buyer: order.requester,
    status: statuses[foldFlow(order.flow).outcome],
    decisions: order.flow.decisions.filter(({ reversal }) => reversal === undefined).map(shown),
  });
};

/**
 * The authorization history of this account (S39, S40): every pending, approved and declined order that it may see,
 * in the given order. An order that needs no authorization is not in it.
 */
export const authorizationsFor = (viewer: ShopAccount, orders: readonly Order[]): Authorization[] =>
  orders.flatMap((order) => {
    const seen = authorizationFor(viewer, order);
    return seen.ok && seen.value.status !== "not-needed" ? [seen.value] : [];
  });
