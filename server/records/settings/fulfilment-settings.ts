import type { FulfilmentSettings } from "@countersign/shared/domain/fulfilment.ts";
import type { Order, OrderLine } from "@countersign/shared/domain/order.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

import { findSetting } from "./settings-store.ts";

/** How this order is executed: its reseller's settings, otherwise the distributor's; `undefined` leaves it to the ERP. */
export const fulfilmentSettingsOf = async (
  db: Database | Tx,
  tenantId: string,
  { reseller, distributor }: Pick<Order, "reseller" | "distributor">,
): Promise<FulfilmentSettings | undefined> => {
  for (const seller of [reseller, distributor]) {
    const settings = seller && (await findSetting(db, tenantId, "fulfilment", seller.organisationId));
    if (settings !== undefined) return settings;
  }
  return undefined;
};

/** Whether this line needs no manual work (W22, W23). */
export const isAutomatic = ({ vendor, sku }: OrderLine, { manual }: FulfilmentSettings): boolean =>
  !manual.some((offer) => offer.vendor === vendor && (offer.sku === undefined || offer.sku === sku));
