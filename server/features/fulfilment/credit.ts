import { sql } from "kysely";

import type { CreditLine } from "@countersign/shared/domain/fulfilment.ts";
import type { ExchangeRate } from "@countersign/shared/domain/exchange-rate.ts";
import { convertMoney } from "@countersign/shared/domain/exchange-rate.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Amount, Money } from "@countersign/shared/domain/money.ts";
import { knownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { CreditPosition } from "@countersign/shared/domain/reseller-account.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { findSetting, putSetting } from "#server/records/settings/settings-store.ts";

/** Locks a reseller's credit, so that of two orders, the second sees what the first used. */
export const lockCredit = (tx: Tx, resellerId: OrganisationId): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`credit of ${resellerId}`}, 0))`.execute(tx);

const distributorPriceOf = ({ levelAmounts }: Order): Money | undefined =>
  levelAmounts?.find(({ role }) => role === "distributor")?.total;

/** The amount that needs credit: the order's cost at the distributor's prices, else its gross total (W64). */
export const totalCostOf = (order: Order): Amount => {
  const cost = distributorPriceOf(order);
  return cost === undefined ? order.totals.gross : knownAmount(cost);
};

/** A reseller's credit, and whether some is committed at customers' prices, which the distributor must not read (A76). */
export interface CountedCreditPosition extends CreditPosition {
  readonly isCommittedAtSalePrices: boolean;
}

interface Committed {
  readonly amountMinor: number;
  readonly currency: string;
  /** The distributor named no price for one of the orders. */
  readonly isAtSalePrices: boolean;
}

/** The totals of orders that are being or were executed and are not invoiced yet, by currency. */
const committedOf = async (tx: Tx, resellerId: OrganisationId, except: Order | undefined): Promise<Committed[]> => {
  const { rows } = await sql<Committed>`
    select coalesce(cost, document #> '{totals,gross,money}') ->> 'currency' as currency,
      sum((coalesce(cost, document #> '{totals,gross,money}') ->> 'amountMinor')::bigint)::bigint as "amountMinor",
      bool_or(cost is null) as "isAtSalePrices"
    from orders,
      jsonb_path_query_first(document, '$.levelAmounts[*] ? (@.role == "distributor").total') cost
    where document #>> '{reseller,organisationId}' = ${resellerId} and orders.id <> ${except?.id ?? ""}
      and document ->> 'status' in ('executing', 'executed') and document ->> 'erpStatus' <> 'posted'
      and (cost is not null or (document #>> '{totals,gross,known}')::boolean)
    group by 1`.execute(tx);
  return rows;
};

/** Whether the order counts as committed until it is invoiced. */
export const isCommitted = ({ status }: Order): boolean => status === "executing" || status === "executed";

/**
 * Counts an invoiced order as owed instead of committed, until the distributor next sets what is owed. The credit stays
 * locked until the end of the transaction.
 */
export const oweInvoiced = async (tx: Tx, tenantId: string, order: Order): Promise<void> => {
  const resellerId = order.reseller?.organisationId;
  if (resellerId === undefined) return;
  await lockCredit(tx, resellerId);
  const line = await findSetting(tx, tenantId, "credit-line", resellerId);
  const cost = totalCostOf(order);
  if (line === undefined || !cost.known) return;
  const rates = (await findSetting(tx, tenantId, "exchange-rates", tenantId)) ?? [];
  const owed = convertMoney(cost.money, line.currency, rates);
  // An order without a rate was never executed on credit.
  if (!owed.ok) return;
  const document = {
    ...line,
    balanceOwedMinor: line.balanceOwedMinor + owed.value.amountMinor,
    ...(distributorPriceOf(order) === undefined ? { isOwedAtSalePrices: true as const } : {}),
  };
  await putSetting(tx, tenantId, { kind: "credit-line", ownerId: resellerId, document });
};

/**
 * The reseller's current credit, without what `order` uses of it. Commitments in a currency without a rate cannot be
 * converted, so they count as all of the credit until somebody sets the rate.
 */
export const creditPositionOf = async (
  tx: Tx,
  {
    line,
    resellerId,
    order,
    rates,
  }: {
    line: CreditLine;
    resellerId: OrganisationId;
    order?: Order;
    rates: readonly ExchangeRate[];
  },
): Promise<CountedCreditPosition> => {
  const { currency: creditCurrency, limitMinor, balanceOwedMinor } = line;
  const committed = await committedOf(tx, resellerId, order);
  let committedMinor = 0;
  for (const { amountMinor, currency } of committed) {
    const converted = convertMoney({ amountMinor, currency }, creditCurrency, rates);
    committedMinor += converted.ok ? converted.value.amountMinor : limitMinor - balanceOwedMinor;
  }
  const isCommittedAtSalePrices = committed.some(({ isAtSalePrices }) => isAtSalePrices);
  return { currency: creditCurrency, limitMinor, balanceOwedMinor, committedMinor, isCommittedAtSalePrices };
};
