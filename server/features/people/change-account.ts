import type { ShopAccountChange } from "@countersign/shared/contract/api/shop-accounts.ts";
import {
  mayOrder,
  maySeePrices,
  maySeeStock,
  mayAuthorize,
  budget,
} from "@countersign/shared/contract/api/shop-accounts.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Role } from "@countersign/shared/domain/people.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { shopAccountSchema } from "@countersign/shared/domain/shop-account.ts";
import { changeAccount } from "@countersign/shared/engine/account-changes/change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
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

/** The changed account. Refused for a field that accounts of its kind do not have. */
const changed = (before: ShopAccount, change: ShopAccountChange): Result<ShopAccount, RequestRefusal> => {
  const kind = change.kind ?? before.kind;
  if (kind === "sub-account") return ok(shopAccountSchema.parse({ ...before, ...change }));
  const foreign = Object.keys(change).find((field) => subAccountFields.includes(field));
  if (foreign !== undefined) return malformed([{ path: foreign, code: "only-for-sub-accounts" }]);
  const { id, email, accountId, name, isActivated } = { ...before, ...change };
  return ok({ kind, id, email, accountId, name, isActivated });
};

/** The roles that a person has because of their account. */
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

/** The person's roles after the change: those that are not from the account stay; without any, they are a requester. */
const rolesAfter = (roles: readonly Role[], before: ShopAccount, after: ShopAccount): Role[] => {
  const kept = roles.filter((role) => !rolesFrom(before).includes(role));
  const all = [...new Set([...kept, ...rolesFrom(after)])];
  return all.length === 0 ? ["requester"] : all;
};

const touchesPerson = (before: ShopAccount, after: ShopAccount): boolean =>
  before.name !== after.name ||
  before.isActivated !== after.isActivated ||
  rolesFrom(before).join() !== rolesFrom(after).join();

interface Changed {
  readonly before: ShopAccount;
  readonly after: ShopAccount;
}

/** The account before and after, if the engine allows it. */
const allowedChange = async (
  tx: Tx,
  session: Session,
  { personId, change }: { readonly personId: PersonId; readonly change: ShopAccountChange },
): Promise<Result<Changed, RequestRefusal>> => {
  const { tenantId } = session;
  const found = await accountInCompany(tx, session, personId);
  if (!found.ok) return found;
  const before = found.value;
  const after = changed(before, change);
  if (!after.ok) return after;
  const both = { before, after: after.value };
  const actor = await accountActorOf(tx, session, before.kind);
  const settings = await shopSettingsOf(tx, tenantId);
  const allowed = changeAccount(actor, both, await companyOf(tx, tenantId, before.accountId), settings);
  return allowed.ok ? ok(both) : allowed;
};

const changeWithin = async (
  tx: Tx,
  session: Session,
  { personId, change }: { readonly personId: PersonId; readonly change: ShopAccountChange },
): Promise<Result<WrittenChanges<ShopAccount>, RequestRefusal>> => {
  const { tenantId } = session;
  await holdVisibility(tx, tenantId);
  await lockMembers(tx, tenantId);
  const allowed = await allowedChange(tx, session, { personId, change });
  if (!allowed.ok) return allowed;
  const { before, after } = allowed.value;
  await putSetting(tx, tenantId, { kind: "shop-account", ownerId: personId, document: after });
  if (!touchesPerson(before, after)) return ok({ answer: after, changes: [] });
  const whom = { tenantId, personId, by: "organisation" } as const;
  const written = await changePersonWithin(tx, whom, (person) => ({
    ...person,
    name: after.name,
    isActive: after.isActivated,
    roles: rolesAfter(person.roles, before, after),
  }));
  return written.ok ? ok({ ...written.value, answer: after }) : written;
};

/**
 * Saves an account, and the roles that come with it, in one transaction (S12, S57-S60). Refused if the engine refuses it,
 * and for the loss of an authorizer whom orders or limits still need, or of the last administrator.
 */
export const saveAccount = (
  services: Services,
  session: Session,
  personId: PersonId,
  change: ShopAccountChange,
): Promise<Result<ShopAccount, RequestRefusal>> =>
  tryChanges(services, session.tenantId, (tx) => changeWithin(tx, session, { personId, change }));
