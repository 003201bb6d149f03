import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import type { DeviceId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { orderPlans } from "./order-plans.ts";
import { courseOf } from "./order-course.ts";
import { playTo } from "./endings.ts";
import { RunningBudgets } from "./running-budgets.ts";
import { withHoliday } from "./holiday.ts";
import { placedOrder } from "./placed-order.ts";
import { customerPolicies, defaultPolicy } from "./policies.ts";
import { seededRandom } from "./random.ts";

/** An order with all decisions on it. */
export interface DemoOrder {
  readonly order: Order;
  readonly history: readonly HistoryEntry[];
}

const seed = 20_264;
const firstNumber = 100_001;
const minute = 60_000;
const day = 24 * 60 * minute;
const youngest = 4 * minute;
const span = 56 * day;

const policies = new Map(customerPolicies.map((policy) => [policy.organisationId, policy]));

/** When order `index` of `count` was placed: many in the last few days, fewer and fewer back to eight weeks ago. */
const placedAtIndex = (index: number, count: number, nowMillis: number): Instant => {
  const part = (count - 1 - index) / count;
  return instantFromMillis(Math.floor(nowMillis - youngest - span * part ** 2));
};

const sequences = (): ((device: DeviceId) => number) => {
  const last = new Map<DeviceId, number>();
  return (device) => {
    const next = (last.get(device) ?? 0) + 1;
    last.set(device, next);
    return next;
  };
};

/** The orders one by one, oldest first; only sums are kept between them. */
export function* demoOrders(count: number, now: Instant): Generator<DemoOrder> {
  const nowMillis = millisOf(now);
  const nextSequence = sequences();
  const cards = orderPlans(seed);
  const ledger = new RunningBudgets(customerPolicies);
  for (let index = 0; index < count; index += 1) {
    const { kind, ending } = cards.next().value;
    const random = seededRandom(seed, index + 1);
    const policy = policies.get(kind.customer.id) ?? defaultPolicy;
    const number = `SO-${firstNumber + index}`;
    const placedAt = placedAtIndex(index, count, nowMillis);
    const placed = placedOrder(random, kind, policy, { number, placedAt, ledger });
    const { order, history, at } = playTo({ random, nowMillis, nextSequence }, courseOf(placed), ending);
    ledger.record(order, at);
    yield { order: withHoliday(order, now), history };
  }
}
