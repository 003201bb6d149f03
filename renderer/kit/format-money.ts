import type { Money } from "@countersign/shared/domain/money.ts";
import { moneyFigures } from "@countersign/shared/domain/money-text.ts";

/** `1,240.00 EUR` in the reader's locale; figures and currency stay on one line. */
export const formatMoney = (money: Money): string => `${moneyFigures(money)}\u00A0${money.currency}`;
