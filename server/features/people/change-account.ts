import type { ShopAccountChange } from "@countersign/shared/contract/api/shop-accounts.ts";
import {
  mayOrder,
  maySeePrices,
  maySeeStock,
  mayAuthorize,
  budget,
} from "@countersign/shared/contract/api/shop-accounts.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Role } from "@countersign/shared/domain/people.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { shopAccountSchema } from "@countersign/shared/domain/shop-account.ts";
import { changeAccount } from "@countersign/shared/engine/account-changes/change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { malformedProblem, problemOf } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { lockMembers } from "#server/records/people/members.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { holdVisibility } from "#server/records/visibility/visibility-lock.ts";

import { accountActorOf, accountInCompany } from "./accounts.ts";
import { changePersonWithin } from "./change-person.ts";
import { companyOf } from "./company.ts";

const subAccountFields = Object.keys({ mayOrder, maySeePrices, maySeeStock, mayAuthorize, budget });

/** @throws HttpProblem 400 for a field that an account of this role does not have. */
const changed = (before: ShopAccount, change: ShopAccountChange): ShopAccount => {
  const kind = change.kind ?? before.kind;
  if (kind === "sub-account") return shopAccountSchema.parse({ ...before, ...change });
  const foreign = Object.keys(change).find((field) => subAccountFields.includes(field));
  if (foreign !== undefined) throw malformedProblem([{ path: foreign, code: "only-for-sub-accounts" }]);
  const { id, email, accountId, name, isActivated } = { ...before, ...change };
  return { kind, id, email, accountId, name, isActivated };
};

/** What the network lets a person do because of their account. */
const rolesFrom = (account: ShopAccount): readonly Role[] => {
  switch (account.kind) {
    case "account-manager":
      return ["account-manager"];
    case "sub-account":
      return account.mayAuthorize ? ["authorizer"] : [];
    case "regular":
      return [];
  }
};

/** The roles that the person has without the account stay; somebody without any orders. */
const rolesAfter = (roles: readonly Role[], before: ShopAccount, after: ShopAccount): Role[] => {
  const kept = roles.filter((role) => !rolesFrom(before).includes(role));
  const all = [...new Set([...kept, ...rolesFrom(after)])];
  return all.length === 0 ? ["requester"] : all;
};

const touchesPerson = (before: ShopAccount, after: ShopAccount): boolean =>
  before.name !== after.name ||
  before.isActivated !== after.isActivated ||
  rolesFrom(before).join() !== rolesFrom(after).join();

const changeWithin = async (
  tx: Tx,
  session: Session,
  { personId, change }: { readonly personId: PersonId; readonly change: ShopAccountChange },
): Promise<WrittenChanges<ShopAccount>> => {
  const { tenantId } = session;
  await holdVisibility(tx, tenantId);
  await lockMembers(tx, tenantId);
  const before = await accountInCompany(tx, session, personId);
  const after = changed(before, change);
  const actor = await accountActorOf(tx, session, before.kind);
  const settings = await shopSettingsOf(tx, tenantId);
  const allowed = changeAccount(actor, { before, after }, await companyOf(tx, tenantId, before.accountId), settings);
  if (!allowed.ok) throw problemOf(allowed.error);
  await putSetting(tx, tenantId, { kind: "shop-account", ownerId: personId, document: after });
  if (!touchesPerson(before, after)) return { answer: after, changes: [] };
  const whom = { tenantId, personId, by: "organisation" } as const;
  const written = await changePersonWithin(tx, whom, (person) => ({
    ...person,
    name: after.name,
    isActive: after.isActivated,
    roles: rolesAfter(person.roles, before, after),
  }));
  return { ...written, answer: after };
};

/**
 * Saves an account, and what its person may do with it, in one transaction (S12, S57-S60).
 * @throws HttpProblem 404 for an account of another company, 403 and 422 with the refusal of the engine, 409 for an
 * authorizer whom orders or limits still need, and for the last administrator.
 */
export const saveAccount = (
  services: Services,
  session: Session,
  personId: PersonId,
  change: ShopAccountChange,
): Promise<ShopAccount> =>
  writeChanges(services, session.tenantId, (tx) => changeWithin(tx, session, { personId, change }));
