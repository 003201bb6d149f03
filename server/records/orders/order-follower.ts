import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { EngineRefusalCode } from "@countersign/shared/engine/approval/refusals.ts";

import type { Tx } from "#server/foundation/db/database.ts";

/** An order's next revision. */
export interface FollowedChange {
  readonly tenantId: string;
  /** As it was locked. */
  readonly before: Order;
  readonly after: Order;
  readonly at: Instant;
}

/** Why an order cannot take a step: what depends on it cannot go along. */
export type FollowerRefusal = Refusal<Extract<EngineRefusalCode, "payment-requested" | "subscription-went-on">>;

/** `take-back`: a decision about it is taken back. `go-on`: it leaves the end that a rejection or a failure was. */
export type AskedStep = "take-back" | "go-on";

/**
 * What depends on orders and goes along with their changes, in the same transaction: subscriptions, a reseller's credit.
 * Whoever only does something about a change after its commit is a subscriber of events instead.
 */
export interface OrderFollower {
  /** Goes along with a change that is being written. After a refusal the transaction must not be committed. */
  follow(tx: Tx, change: FollowedChange): Promise<Result<void, FollowerRefusal>>;
  /** What speaks against a step of a locked order, before it is taken. What that depends on stays locked. */
  objectionTo(tx: Tx, step: AskedStep, of: { tenantId: string; order: Order }): Promise<FollowerRefusal | undefined>;
}

/** All of them as one, in their order: it is the one in which they take their locks. */
export const inTurn = (followers: readonly OrderFollower[]): OrderFollower => ({
  follow: async (tx, change) => {
    for (const follower of followers) {
      const followed = await follower.follow(tx, change);
      if (!followed.ok) return followed;
    }
    return ok(undefined);
  },
  objectionTo: async (tx, step, of) => {
    for (const follower of followers) {
      const objection = await follower.objectionTo(tx, step, of);
      if (objection !== undefined) return objection;
    }
    return undefined;
  },
});
