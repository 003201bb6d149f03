import type { ExecutionSettings } from "#shared/domain/execution.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import { instantFromMillis, millisOf } from "#shared/domain/instant.ts";
import type { Order, OrderStatus } from "#shared/domain/order.ts";
import type { ResellerAccount } from "#shared/domain/reseller-account.ts";
import type { ChargeRequest } from "#shared/engine/acceptance/charge.ts";
import type { Acceptance } from "#shared/engine/acceptance/check-acceptance.ts";
import { checkAcceptance } from "#shared/engine/acceptance/check-acceptance.ts";
import { statusAfterChecks } from "#shared/engine/acceptance/reseller-actions.ts";
import { foldFlow } from "#shared/engine/fold.ts";
import { waitingSince } from "#shared/engine/waiting.ts";

import type { Services } from "#server/api/services.ts";
import type { Tx } from "#server/db/database.ts";
import { inTransaction } from "#server/db/retry.ts";
import type { OrderEvent } from "#server/events/order-event.ts";
import { lockOrder, peopleAround } from "#server/orders/order-store.ts";
import { writeOrder } from "#server/orders/write-order.ts";
import { findSetting } from "#server/settings/settings-store.ts";
import type { Commit } from "#server/sync/change-log.ts";

import { askGateway, chargesOf, recordRequest } from "./charges.ts";
import { lockCredit, standingOf, totalCostOf } from "./credit.ts";
import { executionSettingsOf, isAutomatic } from "./execution-settings.ts";

/** Who asks for the checks: the end of the time in which a decision can be taken back, or somebody at the seller. */
export type Trigger = "grace-over" | "accepted";

/** A first request, and one more after the gateway's answer; then every outcome is final. */
const roundsAtMost = 3;

/** One order of one network. */
export interface Subject {
  readonly tenantId: string;
  readonly orderId: OrderId;
}

const isApproved = ({ flow }: Order): boolean => {
  const { outcome } = foldFlow(flow);
  return outcome === "approved" || outcome === "not-needed";
};

const isSubject = (order: Order, trigger: Trigger): boolean => {
  if (order.status === "approved" || order.status === "not-needed") return true;
  if (trigger === "grace-over") return false;
  return ["pending", "blocked-by-credit", "failed-after-approval"].includes(order.status) && isApproved(order);
};

const isStillTakenBack = (order: Order, { graceMinutes }: ExecutionSettings, { clock }: Services): boolean =>
  order.status === "approved" && clock.now() < instantFromMillis(millisOf(waitingSince(order)) + graceMinutes * 60_000);

/** Where an order stands whose checks came to this; an order that stays pending is not in the ERP (S61). */
const afterChecks = (order: Order, outcome: Pick<Acceptance, "outcome">): Order | undefined => {
  const from: OrderStatus = order.status === "pending" ? "approved" : order.status;
  const status = statusAfterChecks(from, outcome);
  if (!status.ok) return undefined;
  const erpStatus = order.erpStatus === "absent" ? "open" : order.erpStatus;
  return {
    ...order,
    status: status.value,
    erpStatus: status.value === "pending" ? "absent" : erpStatus,
    revision: order.revision + 1,
  };
};

const stopOf = (acceptance: Acceptance): OrderEvent[] => {
  if (!("reason" in acceptance)) return [];
  const { stoppedAt, reason, notifications } = acceptance;
  return [
    { kind: "acceptance-stopped", stoppedAt, ...reason, tell: notifications.map(({ to, type }) => ({ to, type })) },
  ];
};

type Round =
  | { readonly commit?: Commit }
  | { readonly charge: ChargeRequest; readonly gateway: NonNullable<ExecutionSettings["gateway"]> };

interface Checked {
  readonly order: Order;
  readonly settings: ExecutionSettings;
  readonly account: ResellerAccount;
  readonly isFirstRound: boolean;
}

const checkReseller = async (
  tx: Tx,
  { clock }: Services,
  { tenantId }: Subject,
  { order, settings, account, isFirstRound }: Checked,
): Promise<Acceptance | undefined> => {
  const line = await findSetting(tx, tenantId, "credit-line", account.resellerId);
  if (line === undefined) return undefined;
  await lockCredit(tx, account.resellerId);
  const rates = (await findSetting(tx, tenantId, "exchange-rates", tenantId)) ?? [];
  const charges = await chargesOf(tx, order.id);
  const last = charges.at(-1);
  return checkAcceptance({
    order: {
      id: order.id,
      totalCost: await totalCostOf(tx, order),
      lines: order.lines.map((each) => ({ product: each.product, isAutomatic: isAutomatic(each, settings) })),
    },
    account,
    credit: await standingOf(tx, { line, resellerId: account.resellerId, order, rates }),
    rates,
    at: clock.now(),
    // The check after the gateway's answer belongs to the acceptance that asked.
    attempt: (last?.attempt ?? 0) + (isFirstRound ? 1 : 0),
    charges,
  });
};

const checkWithin = async (
  tx: Tx,
  services: Services,
  subject: Subject,
  { trigger, isFirstRound }: { trigger: Trigger; isFirstRound: boolean },
): Promise<Round> => {
  const { clock, changeLog } = services;
  const { tenantId, orderId } = subject;
  const order = await lockOrder(tx, tenantId, orderId);
  if (order === undefined || !isSubject(order, trigger)) return {};
  const settings = await executionSettingsOf(tx, tenantId, order);
  if (settings === undefined) return {};
  if (trigger === "grace-over" && isStillTakenBack(order, settings, services)) return {};

  const { reseller } = order;
  const account = reseller && (await findSetting(tx, tenantId, "reseller-account", reseller.organisationId));
  const acceptance =
    account && (await checkReseller(tx, services, subject, { order, settings, account, isFirstRound }));
  if (acceptance !== undefined && "charge" in acceptance && settings.gateway !== undefined) {
    await recordRequest(tx, orderId, acceptance.charge, clock);
    return { charge: acceptance.charge, gateway: settings.gateway };
  }
  const after = afterChecks(order, acceptance ?? { outcome: "execute" });
  if (after === undefined) return {};
  const people = await peopleAround(tx, after);
  const further = acceptance === undefined ? [] : stopOf(acceptance);
  const change = await writeOrder(tx, { tenantId, before: order, after, people, at: clock.now() }, further);
  return { commit: await changeLog.append(tx, tenantId, [change]) };
};

/**
 * The checks after acceptance in their order (W17), for a seller whose orders this server executes: credit, always (W58);
 * automatic execution; for a card its token and the gateway. The card is charged outside any transaction, after the
 * request was recorded, so that no crash charges it twice (W27).
 */
export const checkOrder = async (services: Services, subject: Subject, trigger: Trigger): Promise<void> => {
  for (let round = 0; round < roundsAtMost; round += 1) {
    const isFirstRound = round === 0;
    const result = await inTransaction(services.db, (tx) =>
      checkWithin(tx, services, subject, { trigger, isFirstRound }),
    );
    if (!("charge" in result)) {
      if (result.commit !== undefined) services.poke.announce(result.commit);
      return;
    }
    await askGateway(services, result.gateway, subject.orderId, result.charge);
  }
};
