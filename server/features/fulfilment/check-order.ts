import type { FulfilmentSettings } from "@countersign/shared/domain/fulfilment.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { ErpStatus, Order, OrderStatus } from "@countersign/shared/domain/order.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { ChargeRequest } from "@countersign/shared/engine/fulfilment/acceptance/charge.ts";
import { statusAfterChecks } from "@countersign/shared/engine/fulfilment/acceptance/reseller-actions.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import type { OrderEvent } from "#server/records/events/order-event.ts";
import type { FollowerRefusal } from "#server/records/orders/order-follower.ts";
import { orderStateOf } from "#server/records/orders/order-state.ts";
import { lockOrder, peopleAround } from "#server/records/orders/order-store.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";
import { fulfilmentSettingsOf } from "#server/records/settings/fulfilment-settings.ts";

import type { AcceptanceOutcome } from "./acceptance-of.ts";
import { acceptanceOf } from "./acceptance-of.ts";
import { askGateway, recordRequest } from "./charges.ts";
import { reopenItems } from "./item-reports.ts";
import type { OrderKey } from "./order-key.ts";

/** What triggers the checks: the end of the grace period for taking a decision back, or somebody at the seller. */
type Trigger = "grace-over" | "accepted";

interface Asked {
  readonly trigger: Trigger;
  /** Stores the answer in the same transaction as the changed order. */
  readonly repeatable?: Repeatable | undefined;
}

/** A first round, and one after each answer of the gateway; by then every outcome is final. */
const roundsAtMost = 3;

const isApproved = ({ flow }: Order): boolean => {
  const { outcome } = foldFlow(flow);
  return outcome === "approved" || outcome === "not-needed";
};

const isSubject = (order: Order, trigger: Trigger): boolean => {
  if (order.status === "approved" || order.status === "not-needed") return true;
  if (trigger === "grace-over") return false;
  return ["pending", "blocked-by-credit", "failed-after-approval"].includes(order.status) && isApproved(order);
};

/**
 * When an approval can no longer be taken back (S47): the grace period after the server received the last decision or
 * reversal. The time of placing does not count: its sender sets it, by its own clock.
 */
const graceEnd = ({ flow }: Order, { graceMinutes }: FulfilmentSettings): Instant | undefined => {
  const taken = flow.decisions.flatMap(({ receivedAt, reversal }) => [receivedAt, reversal?.receivedAt]);
  const last = taken
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  return last && instantFromMillis(millisOf(last) + graceMinutes * 60_000);
};

/** An order that waits again, or lacks credit, leaves the ERP's list (S61), unless the ERP has already released it. */
const erpStatusIn = (status: OrderStatus, { erpStatus }: Order): ErpStatus => {
  const isExecuted = status !== "pending" && status !== "blocked-by-credit";
  if (erpStatus === "released" || erpStatus === "posted") return erpStatus;
  return isExecuted ? "open" : "absent";
};

/** The order after its checks; `undefined` if they do not change it. */
const afterChecks = (order: Order, verdict: Pick<AcceptanceOutcome, "outcome">): Order | undefined => {
  const from: OrderStatus = order.status === "pending" ? "approved" : order.status;
  const status = statusAfterChecks(from, verdict);
  if (!status.ok) return undefined;
  return {
    ...order,
    status: status.value,
    erpStatus: erpStatusIn(status.value, order),
    revision: order.revision + 1,
  };
};

/** The event of a stopped order. If the order lacked credit before, nobody is told again (W67). */
const stopOf = (order: Order, { outcome, stoppedAt, reason, notifications }: AcceptanceOutcome): OrderEvent[] => {
  if (stoppedAt === undefined || reason === undefined) return [];
  const isOnRecord = order.status === "blocked-by-credit" && outcome === "blocked-by-credit";
  const tell = isOnRecord ? [] : notifications.map(({ to, type }) => ({ to, type }));
  return [{ kind: "acceptance-stopped", stoppedAt, ...reason, tell }];
};

type Round =
  | { readonly changed?: Order }
  /** Too early: a decision can be taken back until then. */
  | { readonly again: Instant }
  | { readonly charge: ChargeRequest; readonly gateway: NonNullable<FulfilmentSettings["gateway"]> };

/** The outcome of the checks. */
interface Checked {
  /** The order, if they changed it. */
  readonly changed?: Order;
  /** When to check again, if a decision can still be taken back. */
  readonly again?: Instant;
}

type Written = Result<WrittenChanges<Round>, FollowerRefusal>;

const unchanged = (round: Round = {}): Written => ok({ answer: round, changes: [] });

const checkWithin = async (
  tx: Tx,
  services: Services,
  subject: OrderKey,
  { trigger, repeatable, isFirstRound }: Asked & { readonly isFirstRound: boolean },
): Promise<Written> => {
  const { clock, followers } = services;
  const { tenantId, orderId } = subject;
  const order = await lockOrder(tx, tenantId, orderId);
  if (order === undefined || !isSubject(order, trigger)) return unchanged();
  const settings = await fulfilmentSettingsOf(tx, tenantId, order);
  if (settings === undefined) return unchanged();
  const until = graceEnd(order, settings);
  if (trigger === "grace-over" && order.status === "approved" && until !== undefined && clock.now() < until)
    return unchanged({ again: until });

  const verdict = await acceptanceOf(tx, services, { tenantId, order, settings, isFirstRound });
  if (verdict.charge !== undefined && settings.gateway !== undefined) {
    await recordRequest(tx, orderId, verdict.charge, clock.now());
    return unchanged({ charge: verdict.charge, gateway: settings.gateway });
  }
  const after = afterChecks(order, verdict);
  if (after === undefined) return unchanged();
  if (after.status === "executing") await reopenItems(tx, after);
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  const written = await writeOrder(tx, followers, occasion, stopOf(order, verdict));
  if (!written.ok) return written;
  await repeatable?.keep(tx, { status: 200, body: orderStateOf(after) });
  return ok({ answer: { changed: after }, changes: [written.value] });
};

/**
 * Runs the checks after acceptance in their sequence (W17), for a seller whose orders this server executes: credit, always
 * (W58); automatic execution; for a card, its token and the gateway. The card is charged outside any transaction, after
 * the request was recorded, so that no crash charges it twice (W27). Refused if something depending on the order cannot
 * follow.
 */
export const checkOrder = async (
  services: Services,
  subject: OrderKey,
  asked: Asked,
): Promise<Result<Checked, FollowerRefusal>> => {
  for (let round = 0; round < roundsAtMost; round += 1) {
    const isFirstRound = round === 0;
    const result = await tryChanges(services, subject.tenantId, (tx) =>
      checkWithin(tx, services, subject, { ...asked, isFirstRound }),
    );
    if (!result.ok) return result;
    const { value: outcome } = result;
    if (!("charge" in outcome)) return ok(outcome);
    await askGateway(services, outcome.gateway, subject.orderId, outcome.charge);
  }
  return ok({});
};
