import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { LoginKind, ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import type { AccountActor } from "@countersign/shared/engine/account-changes/manage.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { may } from "#server/records/rights/may.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

/** The account of a person of the caller's own company (S13); any other is not found. */
export const accountInCompany = async (
  tx: Database | Tx,
  { person, tenantId }: Actor,
  personId: PersonId,
): Promise<Result<ShopAccount, Refusal<"not-found">>> => {
  const account = await findSetting(tx, tenantId, "shop-account", personId);
  const isKnown = account !== undefined && may(person, "know-account", { organisationId: account.accountId });
  return isKnown ? ok(account) : refuse("not-found");
};

/** The kind of login in the ERP of this organisation's people (S10): only customers buy. */
export const loginKindIn = ({ kind }: Organisation): LoginKind =>
  kind === "customer" ? "business-customer" : "sales-agent";

/**
 * The actor as whom somebody manages accounts. An administrator acts in Admin (S11); an account manager acts in the web
 * store (S12), with their stored account or, without one, the account that their role implies.
 */
export const accountActorOf = async (
  tx: Tx,
  { person, tenantId }: Actor,
  wanted: ShopAccount["kind"],
): Promise<AccountActor> => {
  if (may(person, "manage-account-in-admin", { kind: wanted })) return { kind: "store-administrator" };
  const { id, name, email, organisationId, isActive } = person;
  const stored = await findSetting(tx, tenantId, "shop-account", id);
  const kind = may(person, "manage-sub-accounts", null) ? "account-manager" : "regular";
  const otherwise: ShopAccount = { kind, id, name, email, accountId: organisationId, isActivated: isActive };
  return { kind: "shop-account", account: stored ?? otherwise };
};
