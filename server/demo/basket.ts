import { knownAmount, multiplyMoney, sumAmounts, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Amount, Money } from "@countersign/shared/domain/money.ts";
import type { OrderLine, OrderTotals } from "@countersign/shared/domain/order.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { Product } from "./catalogue.ts";
import type { Market } from "./markets.ts";
import { priceMinorIn } from "./markets.ts";
import type { Random } from "./random.ts";

/** Cannot fail: sample data never mixes currencies and stays far below the largest exact amount. */
const certain = <Value>(result: Result<Value, object>): Value => {
  if (!result.ok) throw new Error(`The demo produced an impossible amount: ${JSON.stringify(result.error)}`);
  return result.value;
};

const largestQuantity = 80;

/** The products of which a reasonable number of units costs about `shareMinor`. */
const fitting = (products: readonly Product[], market: Market, shareMinor: number): readonly Product[] => {
  const affordable = products.filter(({ euros }) => priceMinorIn(market, euros) <= shareMinor);
  if (affordable.length === 0) return products.toSorted((left, right) => left.euros - right.euros).slice(0, 1);
  const sensible = affordable.filter(({ euros }) => priceMinorIn(market, euros) * largestQuantity >= shareMinor);
  return sensible.length > 0 ? sensible : affordable.toSorted((left, right) => right.euros - left.euros).slice(0, 1);
};

const quantityFor = ({ isDivisible }: Product, priceMinor: number, shareMinor: number): string => {
  const step = isDivisible ? 0.5 : 1;
  return String(Math.max(step, Math.round(shareMinor / priceMinor / step) * step));
};

const pricedLine = (id: string, product: Product, market: Market, shareMinor: number): OrderLine => {
  const { product: name, sku, vendor, unit, euros } = product;
  const unitPrice: Money = { amountMinor: priceMinorIn(market, euros), currency: market.currency };
  const quantity = quantityFor(product, unitPrice.amountMinor, shareMinor);
  return {
    id,
    product: name,
    sku,
    vendor,
    unit,
    quantity: { kind: "units", value: quantity },
    unitPrice: knownAmount(unitPrice),
    total: knownAmount(certain(multiplyMoney(unitPrice, quantity))),
  };
};

/** One to twelve lines that add up to about `netMinor`; few lines are more likely than many. */
export const pricedLines = (
  random: Random,
  products: readonly Product[],
  market: Market,
  netMinor: number,
): OrderLine[] => {
  const count = Math.min(1 + Math.floor(12 * random.next() ** 1.7), products.length);
  const weights = Array.from({ length: count }, () => 0.3 + random.next());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = products;
  return weights.map((weight, index) => {
    const shareMinor = (netMinor * weight) / sum;
    const product = random.pick(fitting(left, market, shareMinor));
    left = left.filter((other) => other !== product);
    return pricedLine(`line-${index + 1}`, product, market, shareMinor);
  });
};

/** Lines billed by usage, so that no amount is known. */
export const meteredLines = (random: Random, products: readonly Product[]): OrderLine[] =>
  random
    .shuffled(products)
    .slice(0, random.integer(1, 3))
    .map(({ product, sku, vendor, unit }, index) => ({
      id: `line-${index + 1}`,
      product,
      sku,
      vendor,
      unit,
      quantity: { kind: "pay-per-use" },
      unitPrice: unknownAmount,
      total: unknownAmount,
    }));

/** The lines as changes to an existing subscription: some with more or fewer seats, some new. */
export const asChange = (random: Random, lines: readonly OrderLine[]): OrderLine[] =>
  lines.map((line, index) => {
    const { quantity } = line;
    if (quantity.kind === "pay-per-use" || (index > 0 && random.chance(0.4))) return line;
    const now = Number(quantity.value);
    const before = random.chance(0.7) ? Math.max(1, Math.floor(now * 0.7)) : now + random.integer(1, 12);
    return { ...line, previousQuantity: { kind: "units", value: String(before) } };
  });

/** Gross = net + shipping + tax on net; unknown if any line is. */
export const totalsOf = (lines: readonly OrderLine[], market: Market, shippingMinor: number): OrderTotals => {
  const net = certain(sumAmounts(lines.map(({ total }) => total)));
  const shipping = knownAmount({ amountMinor: shippingMinor, currency: market.currency });
  const tax: Amount = net.known ? knownAmount(certain(multiplyMoney(net.money, market.taxRate))) : unknownAmount;
  return { net, shipping, tax, gross: certain(sumAmounts([net, shipping, tax])) };
};
