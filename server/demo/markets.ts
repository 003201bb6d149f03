import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { minorUnitDigits } from "@countersign/shared/domain/currency.ts";

import { organisations } from "./organisations.ts";

/** Where a customer buys: currency, price conversion, tax and time zone. */
export interface Market {
  readonly currency: string;
  /** The value of one euro of the price list in `currency`; rough and fixed, as in price lists. */
  readonly perEuro: number;
  /** Prices are multiples of this many minor units. */
  readonly priceStepMinor: number;
  readonly taxRate: string;
  readonly timeZone: string;
}

const market = (
  currency: string,
  perEuro: number,
  priceStepMinor: number,
  taxRate: string,
  timeZone: string,
): Market => ({ currency, perEuro, priceStepMinor, taxRate, timeZone });

const germany = market("EUR", 1, 5, "0.19", "Europe/Berlin");
const britain = market("GBP", 0.86, 5, "0.2", "Europe/London");

const markets: ReadonlyMap<Organisation["id"], Market> = new Map([
  [organisations.marigold.id, germany],
  [organisations.pinecone.id, germany],
  [organisations.blueheron.id, britain],
  [organisations.thistledown.id, britain],
  [organisations.juniper.id, britain],
  [organisations.quokka.id, market("USD", 1.1, 5, "0.0825", "America/Denver")],
  [organisations.duneLantern.id, market("KWD", 0.335, 5, "0", "Asia/Kuwait")],
  [organisations.oliveCourt.id, market("AED", 4, 25, "0.05", "Asia/Dubai")],
  [organisations.hoshizora.id, market("JPY", 165, 10, "0.1", "Asia/Tokyo")],
  [organisations.wrenWalnut.id, market("CHF", 0.95, 5, "0.081", "Europe/Zurich")],
  [organisations.glacierFern.id, market("SEK", 11.3, 50, "0.25", "Europe/Stockholm")],
]);

export const marketOf = ({ id, name }: Organisation): Market => {
  const found = markets.get(id);
  if (found === undefined) throw new Error(`${name} buys in no market`);
  return found;
};

/** A euro list price in the market's currency, never zero. */
export const priceMinorIn = ({ currency, perEuro, priceStepMinor }: Market, euros: number): number => {
  const steps = Math.round((euros * perEuro * 10 ** minorUnitDigits(currency)) / priceStepMinor);
  return Math.max(1, steps) * priceStepMinor;
};
