import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { effectiveRights } from "@countersign/shared/engine/accounts/rights.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, problemOf } from "#server/foundation/http/problem.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";

/**
 * The requester's account in the web store, if there is one.
 * @throws HttpProblem with the reason when that account may not order (S18-S22).
 */
export const orderingAccount = async (
  tx: Tx,
  tenantId: string,
  requesterId: PersonId,
): Promise<ShopAccount | undefined> => {
  const account = await findSetting(tx, tenantId, "shop-account", requesterId);
  if (account === undefined) return undefined;
  const settings = await shopSettingsOf(tx, tenantId);
  const right = effectiveRights(account, settings).order;
  if (!right.ok) throw problemOf(right.error);
  return account;
};

/**
 * The amounts that the sender may know: a distributor those of every level, a reseller its own, a customer none (A76).
 * @throws HttpProblem for any other, because whoever names an amount decides whether a limit is exceeded.
 */
export const knownLevels = (
  { reach }: OrderSender,
  levelAmounts: ParsedOrderRequest["levelAmounts"] = [],
): NonNullable<ParsedOrderRequest["levelAmounts"]> => {
  const mayName = (role: "reseller" | "distributor"): boolean =>
    reach === "network" || (reach === "chain" && role === "reseller");
  if (levelAmounts.every(({ role }) => mayName(role))) return levelAmounts;
  throw new HttpProblem(403, "not-allowed");
};
