import { minorUnitDigits } from "#shared/domain/currency.ts";
import type { Money } from "#shared/domain/money.ts";
import { toDecimalString } from "#shared/domain/money.ts";

/** `1,240.00 EUR` in the reader's locale, with ISO 4217's digits: `Intl` would show fewer for some currencies. */
export const formatMoney = (money: Money): string => {
  const digits = minorUnitDigits(money.currency);
  const format = new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // As text, so that no digit is lost on the way through a floating-point number.
  const figures = format.format(toDecimalString(money) as Intl.StringNumericLiteral);
  return `${figures}\u00A0${money.currency}`;
};
