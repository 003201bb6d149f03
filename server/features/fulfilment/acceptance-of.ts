import type { CreditLine, FulfilmentSettings } from "@countersign/shared/domain/fulfilment.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { ResellerAccount } from "@countersign/shared/domain/reseller-account.ts";
import type { Acceptance } from "@countersign/shared/engine/fulfilment/acceptance/check-acceptance.ts";
import { checkAcceptance } from "@countersign/shared/engine/fulfilment/acceptance/check-acceptance.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Services } from "#server/records/services.ts";
import { isAutomatic } from "#server/records/settings/fulfilment-settings.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import { chargesOf } from "./charges.ts";
import { lockCredit, creditPositionOf, totalCostOf } from "./credit.ts";

/** The result of the checks: what becomes of the order and, if they stopped it, where, why, and whom to tell. */
export type AcceptanceOutcome = Pick<Acceptance, "outcome" | "notifications"> &
  Partial<Pick<Extract<Acceptance, { reason: unknown }>, "stoppedAt" | "reason">> &
  Partial<Pick<Extract<Acceptance, { charge: unknown }>, "charge">>;

export interface AcceptanceSubject {
  readonly tenantId: string;
  /** The locked order. */
  readonly order: Order;
  readonly settings: FulfilmentSettings;
  /** False for the check after the gateway's answer, which belongs to the same attempt. */
  readonly isFirstRound: boolean;
}

const linesOf = ({ order, settings }: AcceptanceSubject) =>
  order.lines.map((each) => ({ product: each.product, isAutomatic: isAutomatic(each, settings) }));

/** Without a reseller, there is no credit or card to check: only items that need a person stop the order (W22). */
const withoutReseller = (subject: AcceptanceSubject): AcceptanceOutcome => {
  const manual = linesOf(subject).filter((line) => !line.isAutomatic);
  if (manual.length === 0) return { outcome: "execute", notifications: [] };
  const { id: orderId } = subject.order;
  return {
    outcome: "to-distributor",
    stoppedAt: "automatic-execution",
    reason: refusal("manual-execution-needed", { products: manual.map(({ product }) => product).join(", ") }),
    notifications: [{ type: "order-submitted", to: "distributor", orderId, because: "manual-execution" }],
  };
};

/** The credit of a reseller without a credit line: none (W18, W58), in the order's currency. */
const nothingLent = ({ totals: { gross } }: Order): CreditLine => ({
  currency: gross.known ? gross.money.currency : "EUR",
  limitMinor: 0,
  balanceOwedMinor: 0,
});

/** A card without a gateway to charge it: refused before any request is sent. */
const withoutGateway = ({ order, settings }: AcceptanceSubject, verdict: AcceptanceOutcome): AcceptanceOutcome => {
  if (verdict.charge === undefined || settings.gateway !== undefined) return verdict;
  const { attempt } = verdict.charge;
  const reason = refusal("gateway-refused", { attempt, error: "no-gateway" });
  return {
    outcome: "stays-pending",
    stoppedAt: "gateway",
    reason,
    notifications: [{ type: "payment-failed", to: "reseller", orderId: order.id, reason }],
  };
};

/**
 * Runs the checks of an order in their sequence (W17), on the data of this transaction. The reseller's credit stays locked
 * until its end, so that two orders never use the same credit.
 */
export const acceptanceOf = async (
  tx: Tx,
  { clock }: Pick<Services, "clock">,
  subject: AcceptanceSubject,
): Promise<AcceptanceOutcome> => {
  const { tenantId, order, isFirstRound } = subject;
  const resellerId = order.reseller?.organisationId;
  const account: ResellerAccount | undefined =
    resellerId && (await findSetting(tx, tenantId, "reseller-account", resellerId));
  if (resellerId === undefined || account === undefined) return withoutReseller(subject);
  await lockCredit(tx, resellerId);
  const line = (await findSetting(tx, tenantId, "credit-line", resellerId)) ?? nothingLent(order);
  const rates = (await findSetting(tx, tenantId, "exchange-rates", tenantId)) ?? [];
  const charges = await chargesOf(tx, order.id);
  const outcome = checkAcceptance({
    order: { id: order.id, totalCost: totalCostOf(order), lines: linesOf(subject) },
    account,
    credit: await creditPositionOf(tx, { line, resellerId, order, rates }),
    rates,
    at: clock.now(),
    attempt: (charges.at(-1)?.attempt ?? 0) + (isFirstRound ? 1 : 0),
    charges,
  });
  return withoutGateway(subject, outcome);
};
