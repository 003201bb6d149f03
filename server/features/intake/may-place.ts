import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "@countersign/shared/engine/accounts/refusals.ts";
import { effectiveRights } from "@countersign/shared/engine/accounts/rights.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { may } from "#server/records/rights/may.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";

/** The requester's shop account, if there is one. One that may not order is refused (S18-S22). */
export const orderingAccount = async (
  tx: Tx,
  tenantId: string,
  requesterId: PersonId,
): Promise<Result<ShopAccount | undefined, Refusal<AccountRefusalCode>>> => {
  const account = await findSetting(tx, tenantId, "shop-account", requesterId);
  if (account === undefined) return ok(undefined);
  const settings = await shopSettingsOf(tx, tenantId);
  const right = effectiveRights(account, settings).order;
  return right.ok ? ok(account) : right;
};

type LevelAmounts = NonNullable<ParsedOrderRequest["levelAmounts"]>;

/** The amounts at the levels of the chain. Refused unless the sender may name each of them. */
export const knownLevels = (
  { person, organisation: own }: OrderSender,
  levelAmounts: LevelAmounts = [],
): Result<LevelAmounts, Refusal<"not-allowed">> =>
  levelAmounts.every(({ role: level }) => may(person, "name-amount", { own, level }))
    ? ok(levelAmounts)
    : refuse("not-allowed");
