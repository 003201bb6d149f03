import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { ConnectItem, ConnectRequest } from "./connect-schema.ts";
import type { ImportRefusal } from "./import-refusal.ts";
import { importRefusal } from "./import-refusal.ts";

type RequestLine = OrderRequest["lines"][number];
type LineQuantity = RequestLine["quantity"];

const decimal = /^\d{1,15}(\.\d{1,9})?$/;
const isNone = (quantity: string): boolean => /^0+(\.0+)?$/.test(quantity);

/** A pay-per-use line has no number of units; the platform writes "-1", even if it leaves out the type. */
const isPayPerUse = ({ item_type: type, quantity }: ConnectItem): boolean =>
  type === undefined ? quantity === "-1" : type.toLowerCase() === "ppu";

const quantityOf = (item: ConnectItem, written: string, path: string): Result<LineQuantity, ImportRefusal> => {
  if (isPayPerUse(item)) return ok("pay-per-use");
  return decimal.test(written)
    ? ok(written)
    : fail(
        importRefusal(
          `is ${JSON.stringify(written)}, which is not a number of units; only pay-per-use lines need none`,
          path,
        ),
      );
};

const distinct = (parts: readonly (string | undefined)[]): string[] => [
  ...new Set(parts.filter((part) => part !== undefined)),
];

type Asset = ConnectRequest["asset"];

const lineOf = (
  item: ConnectItem,
  { product, connection }: Asset,
  path: string,
): Result<RequestLine, ImportRefusal> => {
  const { quantity: written, old_quantity: before, mpn, id, global_id: globalId } = item;
  if (written === undefined && !isPayPerUse(item)) return fail(importRefusal("is missing", `${path}.quantity`));
  const quantity = quantityOf(item, written ?? "", `${path}.quantity`);
  if (!quantity.ok) return quantity;
  const sku = mpn ?? id ?? globalId;
  const names = distinct([product.name ?? product.id, item.display_name ?? sku]);
  if (names.length === 0) return fail(importRefusal("has no name, and its product has none either", path));
  const line: RequestLine = {
    product: names.join(", "),
    quantity: quantity.value,
    ...(sku === undefined ? {} : { sku }),
    ...(connection.vendor.name === undefined ? {} : { vendor: connection.vendor.name }),
    ...(item.type === undefined ? {} : { unit: item.type }),
  };
  if (before === undefined || isNone(before)) return ok(line);
  const previous = quantityOf(item, before, `${path}.old_quantity`);
  return previous.ok ? ok({ ...line, previousQuantity: previous.value }) : previous;
};

/** The platform also lists a product's items of which none was or is ordered. */
const isNotOrdered = (item: ConnectItem): boolean =>
  !isPayPerUse(item) && isNone(item.quantity ?? "") && isNone(item.old_quantity ?? "0");

/** The lines of a request. A quantity of zero that replaces another one is a deletion, and stays a line. */
export const connectLinesOf = (asset: Asset): Result<RequestLine[], ImportRefusal> => {
  const lines: RequestLine[] = [];
  for (const [index, item] of asset.items.entries()) {
    if (isNotOrdered(item)) continue;
    const line = lineOf(item, asset, `asset.items.${index}`);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return lines.length > 0 ? ok(lines) : fail(importRefusal("orders nothing", "asset.items"));
};
