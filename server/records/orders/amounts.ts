import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Amount, Money, MoneyError } from "@countersign/shared/domain/money.ts";
import { knownAmount, multiplyMoney, sumAmounts, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { OrderLine, OrderTotals, Quantity } from "@countersign/shared/domain/order.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

/** Why the amounts of an order are invalid, and the field at fault. */
export type AmountRefusal = (MoneyError | { readonly code: "amount-negative"; readonly total: Money }) & {
  readonly path: string;
};

interface Priced {
  readonly lines: OrderLine[];
  readonly totals: OrderTotals;
}

type IntakeLine = ParsedOrderRequest["lines"][number];

const moneyFields = ({ lines, shipping, tax }: ParsedOrderRequest): [path: string, money: Money | undefined][] => [
  ...lines.map(({ unitPrice }, index): [string, Money | undefined] => [`lines.${index}.unitPrice`, unitPrice]),
  ["shipping", shipping],
  ["tax", tax],
];

/** An order has one currency, even if some of its amounts are unknown and nothing is added up. */
const checkCurrency = (request: ParsedOrderRequest): Result<string | undefined, AmountRefusal> => {
  let currency: string | undefined;
  for (const [path, money] of moneyFields(request)) {
    if (money === undefined) continue;
    currency ??= money.currency;
    if (money.currency !== currency)
      return fail({ code: "currency-mismatch", left: currency, right: money.currency, path: `${path}.currency` });
  }
  return ok(currency);
};

const quantityOf = (quantity: IntakeLine["quantity"]): Quantity =>
  quantity === "pay-per-use" ? { kind: "pay-per-use" } : { kind: "units", value: quantity };

/** The line's amount, rounded once. Without a price, or with usage-based billing, it is unknown. */
const lineTotal = ({ unitPrice, quantity }: IntakeLine, path: string): Result<Amount, AmountRefusal> => {
  if (unitPrice === undefined || quantity === "pay-per-use") return ok(unknownAmount);
  const total = multiplyMoney(unitPrice, quantity);
  if (total.ok) return ok(knownAmount(total.value));
  if (total.error.code === "not-a-decimal") throw new Error("The quantity was not checked by its schema");
  return fail({ ...total.error, path });
};

const lineOf = (line: IntakeLine, index: number, total: Amount): OrderLine => {
  const { product, sku, vendor, quantity, previousQuantity, unit, unitPrice } = line;
  return {
    id: line.id ?? `line-${index + 1}`,
    product,
    ...(sku === undefined ? {} : { sku }),
    ...(vendor === undefined ? {} : { vendor }),
    quantity: quantityOf(quantity),
    ...(previousQuantity === undefined ? {} : { previousQuantity: quantityOf(previousQuantity) }),
    ...(unit === undefined ? {} : { unit }),
    unitPrice: unitPrice === undefined ? unknownAmount : knownAmount(unitPrice),
    total,
  };
};

const sumOf = (amounts: readonly Amount[], path: string): Result<Amount, AmountRefusal> => {
  const sum = sumAmounts(amounts);
  return sum.ok ? sum : fail({ ...sum.error, path });
};

/** Shipping or tax as sent; otherwise zero if the lines are priced, unknown if they are not. */
const surcharge = (sent: Money | undefined, net: Amount): Amount => {
  if (sent !== undefined) return knownAmount(sent);
  return net.known ? knownAmount({ amountMinor: 0, currency: net.money.currency }) : unknownAmount;
};

/**
 * A line may be a discount, but the totals that budgets and credit count, with or without tax, may not be negative: they
 * would give back what other orders used.
 */
const checkTotals = (
  { levelAmounts = [] }: ParsedOrderRequest,
  { net, shipping, gross }: OrderTotals,
): Result<undefined, AmountRefusal> => {
  const untaxed = sumOf([net, shipping], "lines");
  if (!untaxed.ok) return untaxed;
  const counted: [path: string, total: Amount][] = [
    ["lines", untaxed.value],
    ["lines", gross],
    ...levelAmounts.map(({ total }, index): [string, Amount] => [`levelAmounts.${index}.total`, knownAmount(total)]),
  ];
  for (const [path, total] of counted)
    if (total.known && total.money.amountMinor < 0) return fail({ code: "amount-negative", total: total.money, path });
  return ok(undefined);
};

/** The lines with their amounts, and the totals. A missing amount is unknown, never zero. */
export const priced = (request: ParsedOrderRequest): Result<Priced, AmountRefusal> => {
  const currency = checkCurrency(request);
  if (!currency.ok) return currency;
  const lines: OrderLine[] = [];
  for (const [index, line] of request.lines.entries()) {
    const total = lineTotal(line, `lines.${index}.unitPrice`);
    if (!total.ok) return total;
    lines.push(lineOf(line, index, total.value));
  }
  const net = sumOf(
    lines.map(({ total }) => total),
    "lines",
  );
  if (!net.ok) return net;
  const shipping = surcharge(request.shipping, net.value);
  const tax = surcharge(request.tax, net.value);
  const gross = sumOf([net.value, shipping, tax], "lines");
  if (!gross.ok) return gross;
  const totals = { net: net.value, shipping, tax, gross: gross.value };
  const checked = checkTotals(request, totals);
  return checked.ok ? ok({ lines, totals }) : checked;
};
