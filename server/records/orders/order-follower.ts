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
  /** The order as it was when it was locked. */
  readonly before: Order;
  readonly after: Order;
  readonly at: Instant;
}

/** Why an order cannot take a step: something that depends on it cannot follow. */
export type FollowerRefusal = Refusal<Extract<EngineRefusalCode, "payment-requested" | "subscription-went-on">>;

/** `take-back`: a decision on it is reversed. `go-on`: it continues after a rejection or a failure. */
export type AskedStep = "take-back" | "go-on";

/**
 * Something that depends on orders and follows their changes in the same transaction: subscriptions, a reseller's credit.
 * What only reacts to a change after its commit is a subscriber of events instead.
 */
export interface OrderFollower {
  /** Follows a change that is being written. After a refusal the transaction must not be committed. */
  follow(tx: Tx, change: FollowedChange): Promise<Result<void, FollowerRefusal>>;
  /** The objection to a step of a locked order, before it is taken. What the answer depends on stays locked. */
  objectionTo(tx: Tx, step: AskedStep, of: { tenantId: string; order: Order }): Promise<FollowerRefusal | undefined>;
}

/** All of them as one, in this sequence, which determines in which sequence they take their locks. */
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
