import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { CreditPosition, PaymentGateway, ResellerAccount } from "#shared/domain/reseller-account.ts";
import { payingToken } from "#shared/engine/planning/reseller/paying-token.ts";

import type { Charge, ChargeRequest } from "./charge.ts";
import { chargeRequest, settlementOf } from "./charge.ts";
import { availableCredit, coveredCost } from "./credit.ts";
import type { AcceptanceNotification } from "./notifications.ts";
import type { AcceptanceRefusalCode } from "./refusals.ts";

/** The parts of an order that the checks look at. */
export interface AcceptedOrder {
  readonly id: OrderId;
  /** What needs credit: the cost by the price list that the distributor assigned (W64). */
  readonly totalCost: Amount;
  readonly lines: readonly { readonly product: string; readonly isAutomatic: boolean }[];
}

/** Everything that the checks depend on, as of the moment of acceptance. */
export interface AcceptanceInput {
  readonly order: AcceptedOrder;
  readonly account: Pick<ResellerAccount, "payment" | "tokens" | "timeZone">;
  /** Without the order itself: it is not committed yet. */
  readonly credit: CreditPosition;
  /** For an order in a different currency from the credit. */
  readonly rates: readonly ExchangeRate[];
  readonly at: Instant;
  /** Numbers the acceptances of this order from 1; the check after the gateway's answer keeps the number. */
  readonly attempt: number;
  /** Every charge requested for this order so far, in order, with the gateway's answers (W26, W27). */
  readonly charges: readonly Charge[];
}

/** The checks in their order (W17); the gateway has the last word on a card. */
export const acceptanceChecks = ["available-credit", "automatic-execution", "active-token", "gateway"] as const;
/** @internal */
export type AcceptanceCheck = (typeof acceptanceChecks)[number];

export interface AcceptanceFigures {
  readonly totalCost: Amount;
  readonly credit: CreditPosition;
  readonly available: Money;
}

type Verdict =
  | { readonly outcome: "execute" }
  | { readonly outcome: "blocked-by-credit"; readonly stoppedAt: "available-credit"; readonly reason: Reason }
  | { readonly outcome: "to-distributor"; readonly stoppedAt: "automatic-execution"; readonly reason: Reason }
  | { readonly outcome: "stays-pending"; readonly stoppedAt: "active-token" | "gateway"; readonly reason: Reason }
  /** All checks passed: request `charge` from the gateway, then check again with its answer. */
  | { readonly outcome: "stays-pending"; readonly stoppedAt: "gateway"; readonly charge: ChargeRequest };

type Reason = Refusal<AcceptanceRefusalCode>;

/** The outcome for an accepted order: which check stopped it and why, what the check saw, and whom to notify. */
export type Acceptance = Verdict & {
  readonly figures: AcceptanceFigures;
  readonly notifications: readonly AcceptanceNotification[];
};

type Checked = Verdict & Pick<Acceptance, "notifications">;

const execute: Checked = { outcome: "execute", notifications: [] };

const askGateway = (charge: ChargeRequest): Checked => ({
  outcome: "stays-pending",
  stoppedAt: "gateway",
  charge,
  notifications: [],
});

/** W24-W30. The token is only for paying: once the card was charged, or may have been, it is not checked again. */
const checkCard = (input: AcceptanceInput, gateway: PaymentGateway, totalCost: Money): Checked => {
  const { order, account, attempt, at, charges } = input;
  const settlement = settlementOf(charges, attempt, totalCost);
  if (settlement.state === "paid") return execute;
  if (settlement.state === "ask-again") return askGateway(settlement.charge);
  if (settlement.state === "failed") {
    const { reason } = settlement;
    const notifications = [{ type: "payment-failed", to: "reseller", orderId: order.id, reason }] as const;
    return { outcome: "stays-pending", stoppedAt: "gateway", reason, notifications };
  }
  const token = payingToken(gateway, account, at);
  if (!token.ok) {
    const reason = token.error;
    const notifications = [{ type: "payment-method-unsupported", to: "reseller", orderId: order.id, reason }] as const;
    return { outcome: "stays-pending", stoppedAt: "active-token", reason, notifications };
  }
  if (totalCost.amountMinor <= 0) return execute;
  return askGateway(chargeRequest(order.id, attempt, token.value.id, totalCost));
};

const check = (input: AcceptanceInput): Checked => {
  const { order, account, credit, rates } = input;
  const cost = coveredCost(order.totalCost, credit, rates);
  if (!cost.ok) {
    const reason = cost.error;
    const notifications = [
      { type: "credit-insufficient", to: "reseller", orderId: order.id, reason },
      { type: "order-submitted", to: "distributor", orderId: order.id, because: "insufficient-credit" },
    ] as const;
    return { outcome: "blocked-by-credit", stoppedAt: "available-credit", reason, notifications };
  }
  const manual = order.lines.filter(({ isAutomatic }) => !isAutomatic).map(({ product }) => product);
  if (manual.length > 0) {
    const reason = refusal("manual-execution-needed", { products: manual.join(", ") });
    const notifications = [
      { type: "order-submitted", to: "distributor", orderId: order.id, because: "manual-execution" },
    ] as const;
    return { outcome: "to-distributor", stoppedAt: "automatic-execution", reason, notifications };
  }
  const { payment } = account;
  return payment.method === "credit-card" ? checkCard(input, payment.gateway, cost.value) : execute;
};

/**
 * The checks after acceptance, stopping at the first that diverts the order (W17): available credit, always, whatever
 * the approval setting (W18-W21, W58); automatic execution of every product (W22, W23); for a card, an active token and
 * the gateway's consent (W24-W30). Pure: the same input gives the same answer, and the card is charged by the caller.
 *
 * Credit is read again at each call, even after a charge: an order never executes beyond the available credit.
 */
export const checkAcceptance = (input: AcceptanceInput): Acceptance => ({
  ...check(input),
  figures: {
    totalCost: input.order.totalCost,
    credit: input.credit,
    available: availableCredit(input.credit),
  },
});
