import { shopAccountOperations } from "@countersign/shared/contract/api/shop-accounts.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import { accountsOf } from "#server/records/settings/settings-store.ts";

import { accountInCompany } from "./accounts.ts";
import { saveAccount } from "./change-account.ts";

const signedIn = { right: "signed-in", tags: ["people"] } as const;

/** Reading and changing shop accounts, each within its own company. */
export const accountRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: shopAccountOperations.readShopAccounts,
      summary: "The web store's accounts of the caller's company, for its account managers and administrators",
    },
    async ({ session }) => {
      if (!may(session.person, "look-after-accounts", null)) return refuse("not-allowed");
      return ok({ accounts: await accountsOf(services.db, session.tenantId, session.person.organisationId) });
    },
  ),
  route(
    {
      ...signedIn,
      operation: shopAccountOperations.readShopAccount,
      summary: "One account: any of the company for those who manage them, otherwise only the caller's own",
    },
    async ({ session, params }) => {
      const account = await accountInCompany(services.db, session, params.id);
      if (!account.ok) return account;
      return may(session.person, "read-account", { ownerId: account.value.id }) ? account : refuse("not-allowed");
    },
  ),
  route(
    {
      ...signedIn,
      operation: shopAccountOperations.changeShopAccount,
      summary: "Changes an account: a sub-account by its account manager, any of the company by an administrator",
      description:
        "An authorizer whom waiting orders or a limit still need cannot be deactivated, denied the right to authorize, or " +
        "unlinked: the answer is 409, with what needs them.",
    },
    ({ session, params, body }) => saveAccount(services, session, params.id, body),
  ),
];
