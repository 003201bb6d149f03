import type { OrderId } from "#shared/domain/ids.ts";
import type { Money } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";

/** What the gateway said. `unanswered`: it may have charged the card or not; only the same key can tell. */
export type GatewayAnswer =
  | { readonly state: "accepted" }
  | { readonly state: "refused"; readonly error: string }
  | { readonly state: "unanswered" };

/** What the gateway is asked to charge for an order. */
export interface ChargeRequest {
  /** The gateway charges a key once, however often it is asked (W27). */
  readonly idempotencyKey: string;
  /** The number of the acceptance that requests it, counted from 1. */
  readonly attempt: number;
  readonly tokenId: string;
  readonly amount: Money;
}

/** A request with the gateway's answer: one entry of the order's record of charges. */
export interface Charge extends ChargeRequest {
  readonly answer: GatewayAnswer;
}

export type ChargeRefusal = Refusal<"gateway-refused" | "gateway-unanswered" | "charged-amount-differs">;

/**
 * What the charges so far mean for an acceptance: `paid`: nothing more is charged; `failed`: this attempt brought no
 * money; `ask-again`: an earlier request is unanswered, so it is repeated with its own key; `free`: none is open.
 */
export type Settlement =
  | { readonly state: "paid" }
  | { readonly state: "failed"; readonly reason: ChargeRefusal }
  | { readonly state: "ask-again"; readonly charge: ChargeRequest }
  | { readonly state: "free" };

/** The request of one attempt of one order; the same two make the same key. */
export const chargeRequest = (orderId: OrderId, attempt: number, tokenId: string, amount: Money): ChargeRequest => ({
  idempotencyKey: `${orderId}/${attempt}`,
  attempt,
  tokenId,
  amount,
});

const isSame = (left: Money, right: Money): boolean =>
  left.currency === right.currency && left.amountMinor === right.amountMinor;

/**
 * The state of the payment of `totalCost` at this attempt (W26, W27). One accepted charge of this amount pays the order
 * for good. `charges` are in the order of the requests.
 */
export const settlementOf = (charges: readonly Charge[], attempt: number, totalCost: Money): Settlement => {
  const accepted = charges.find(({ answer }) => answer.state === "accepted");
  if (accepted !== undefined)
    return isSame(accepted.amount, totalCost)
      ? { state: "paid" }
      : { state: "failed", reason: refusal("charged-amount-differs", { charged: accepted.amount, totalCost }) };

  const own = charges.findLast((charge) => charge.attempt === attempt);
  if (own?.answer.state === "refused")
    return { state: "failed", reason: refusal("gateway-refused", { attempt, error: own.answer.error }) };
  if (own !== undefined) return { state: "failed", reason: refusal("gateway-unanswered", { attempt }) };

  const latest = new Map(charges.map((charge) => [charge.idempotencyKey, charge]));
  const open = [...latest.values()].find(({ answer }) => answer.state === "unanswered");
  if (open === undefined) return { state: "free" };
  const { idempotencyKey, tokenId, amount } = open;
  return { state: "ask-again", charge: { idempotencyKey, attempt, tokenId, amount } };
};
