import { isNewer } from "@countersign/shared/domain/newer.ts";
import type { LooseOrderLine, Quantity } from "@countersign/shared/domain/order.ts";
import type { Words } from "#renderer/kit/screen-words.ts";

/** Decimals of the contract have at most nine digits after the point, so this counts them as whole numbers. */
const scale = 9;

const scaled = (decimal: string): bigint => {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0"));
};

const unscaled = (value: bigint): string => {
  const digits = String(value).padStart(scale + 1, "0");
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

const format = new Intl.NumberFormat(undefined, { maximumFractionDigits: scale });
const figures = (decimal: string): string => format.format(decimal as Intl.StringNumericLiteral);

export const quantityWords = (quantity: Quantity, t: Words<"order">): string =>
  quantity.kind === "pay-per-use" ? t("lines.payPerUse") : figures(quantity.value);

/** By how much a line changes a subscription: `+15`, `−2`; `undefined` when there is nothing to compare. */
export const quantityChange = ({ quantity, previousQuantity }: LooseOrderLine): string | undefined => {
  if (isNewer(quantity) || isNewer(previousQuantity)) return undefined;
  if (quantity.kind !== "units" || previousQuantity?.kind !== "units") return undefined;
  const change = scaled(quantity.value) - scaled(previousQuantity.value);
  if (change === 0n) return undefined;
  return change > 0n ? `+${figures(unscaled(change))}` : `−${figures(unscaled(-change))}`;
};
