import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { LoginKind, ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import type { AccountActor } from "@countersign/shared/engine/account-changes/manage.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

/** The account of a person of the caller's own company (S13); for anybody else it is not there. @throws HttpProblem 404. */
export const accountInCompany = async (
  tx: Database | Tx,
  { person, tenantId }: Actor,
  personId: PersonId,
): Promise<ShopAccount> => {
  const account = await findSetting(tx, tenantId, "shop-account", personId);
  if (account?.accountId !== person.organisationId) throw new HttpProblem(404, "not-found");
  return account;
};

/** What the login of a person of this organisation belongs to in the ERP (S10): only a customer buys. */
export const loginKindIn = ({ kind }: Organisation): LoginKind =>
  kind === "customer" ? "business-customer" : "sales-agent";

/**
 * As whom somebody manages accounts. An account manager acts in the web store (S12), with the account that they have or,
 * where none is stored, the one that their role stands for; an administrator acts in Admin (S11).
 */
export const accountActorOf = async (
  tx: Tx,
  { person, tenantId }: Actor,
  wanted: ShopAccount["kind"],
): Promise<AccountActor> => {
  const { id, name, email, organisationId, roles, isActive } = person;
  const stored = await findSetting(tx, tenantId, "shop-account", id);
  const isManager = roles.includes("account-manager");
  if (roles.includes("admin") && !(wanted === "sub-account" && isManager)) return { kind: "store-administrator" };
  const common = { id, name, email, accountId: organisationId, isActivated: isActive };
  return { kind: "shop-account", account: stored ?? { ...common, kind: isManager ? "account-manager" : "regular" } };
};
