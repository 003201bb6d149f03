import type { SubAccount } from "@countersign/shared/domain/shop-account.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Setting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";

import type { TestPerson } from "./network.ts";
import { emailOf, idOf, testNetwork } from "./network.ts";

const bakery = testNetwork.organisations.find(({ externalId }) => externalId === "bakery")!;

/** A person's account below the bakery's, without a limit, which may order and authorize. */
export const storedAccount = (name: TestPerson, change: Partial<SubAccount> = {}): SubAccount => ({
  kind: "sub-account",
  id: idOf(name),
  name,
  email: emailOf(name),
  accountId: bakery.id,
  isActivated: true,
  mayOrder: true,
  maySeePrices: true,
  maySeeStock: true,
  mayAuthorize: true,
  budget: { kind: "unlimited" },
  ...change,
});

/** An account as it is stored. */
export const accountSetting = (document: SubAccount): Setting => ({
  kind: "shop-account",
  ownerId: document.id,
  document,
});

export const storeAccounts = (db: Database, ...accounts: readonly SubAccount[]): Promise<void> =>
  db.transaction().execute(async (tx) => {
    for (const account of accounts) await putSetting(tx, testNetwork.tenant.id, accountSetting(account));
  });
