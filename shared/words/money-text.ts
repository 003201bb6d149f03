import { minorUnitDigits } from "#shared/domain/currency.ts";
import type { Money } from "#shared/domain/money.ts";
import { toDecimalString } from "#shared/domain/money.ts";

/**
 * `1,240.00` in the format of a locale (the reader's own when missing), with the digits of ISO 4217: `Intl` would show
 * fewer for some currencies.
 */
export const moneyFigures = (money: Money, locale?: string): string => {
  const digits = minorUnitDigits(money.currency);
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // As text, so that no digit is lost on the way through a floating-point number.
  return format.format(toDecimalString(money) as Intl.StringNumericLiteral);
};

/** `1,240.00 EUR`; figures and currency stay on one line. */
export const moneyText = (money: Money, locale?: string): string =>
  `${moneyFigures(money, locale)}\u00A0${money.currency}`;
