import type { NewPerson, CreatedPerson } from "@countersign/shared/contract/api/people.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { shopAccountSchema } from "@countersign/shared/domain/shop-account.ts";
import { createAccount } from "@countersign/shared/engine/account-changes/create.ts";

import { invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { HttpProblem, problemOf } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { addPerson, allOrganisations, findPerson, lockMembers } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { accountsOf, putSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { accountActorOf, loginKindIn } from "./accounts.ts";
import { requireFittingRoles } from "./change-person.ts";

/** What an account of the web store is as a person of the network. */
const rolesOf = (wanted: NewPerson): Role[] => {
  switch (wanted.kind) {
    case "person":
      return [...new Set(wanted.roles)];
    case "account-manager":
      return ["account-manager", "requester"];
    case "regular":
      return ["requester"];
    case "sub-account":
      return ["requester", ...(wanted.mayAuthorize ? (["authorizer"] as const) : [])];
  }
};

/**
 * Where the new person belongs: to the caller's organisation, which for a sub-account is the ERP customer of its manager
 * (S13, S34). For a caller who may not name another, none is there.
 */
const placeOf = async (tx: Tx, { person, tenantId }: Session, wanted: NewPerson): Promise<Organisation> => {
  const organisations = await allOrganisations(tx, tenantId);
  const own = organisations.get(person.organisationId);
  const mayName = may(person, "place-people-anywhere", { ownKind: own?.kind });
  const named = wanted.organisationId ?? person.organisationId;
  const place = mayName || named === person.organisationId ? organisations.get(named) : undefined;
  if (place === undefined) throw new HttpProblem(404, "not-found");
  return place;
};

const personOf = (id: Person["id"], wanted: NewPerson, { id: organisationId }: Organisation): Person => {
  const { name, email, isActivated } = wanted;
  return { id, email, name, organisationId, roles: rolesOf(wanted), isActive: isActivated };
};

const accountOf = (person: Person, wanted: NewPerson): ShopAccount | undefined => {
  if (wanted.kind === "person") return undefined;
  const { language: _language, organisationId: _organisationId, ...rest } = wanted;
  return shopAccountSchema.parse({ ...rest, id: person.id, accountId: person.organisationId });
};

/** S10-S37: the account as the engine lets it be. @throws HttpProblem with its refusal. */
const requireAccount = async (
  tx: Tx,
  session: Session,
  { account, place }: { readonly account: ShopAccount; readonly place: Organisation },
): Promise<void> => {
  const { tenantId } = session;
  const actor = await accountActorOf(tx, session, account.kind);
  const company = {
    accounts: await accountsOf(tx, tenantId, place.id),
    settings: await shopSettingsOf(tx, tenantId),
  };
  const created = createAccount(actor, { loginKind: loginKindIn(place), account }, company);
  if (!created.ok) throw problemOf(created.error);
};

const createWithin = async (
  tx: Tx,
  services: Services,
  session: Session,
  wanted: NewPerson,
): Promise<WrittenChanges<CreatedPerson>> => {
  const { tenantId } = session;
  const place = await placeOf(tx, session, wanted);
  const person = personOf(personIdSchema.parse(services.ids.next()), wanted, place);
  const account = accountOf(person, wanted);
  if (account !== undefined) await requireAccount(tx, session, { account, place });
  else if (!may(session.person, "administer", null)) throw new HttpProblem(403, "not-allowed");
  requireFittingRoles(person, place.kind);
  if ((await findPerson(tx, tenantId, person.email)) !== undefined)
    throw new HttpProblem(409, "address-taken", { email: person.email });
  const changes = await addPerson(tx, tenantId, person);
  if (account !== undefined)
    await putSetting(tx, tenantId, { kind: "shop-account", ownerId: person.id, document: account });
  const preferences = { ...defaultMailPreferences, language: wanted.language };
  await putSetting(tx, tenantId, { kind: "mail-preferences", ownerId: person.id, document: preferences });
  return { answer: { person, ...(account === undefined ? {} : { account }) }, changes };
};

/**
 * Adds a person, and mails them the link that sets their password (S32, S33), activated or not.
 * @throws HttpProblem 403 and 422 with the refusal of the engine, 409 for an address that is taken.
 */
export const createPerson = (
  services: Services,
  session: Session,
  { wanted, repeatable }: { readonly wanted: NewPerson; readonly repeatable: Repeatable | undefined },
): Promise<CreatedPerson> =>
  writeChanges(services, session.tenantId, async (tx) => {
    await shareVisibility(tx, session.tenantId);
    await lockMembers(tx, session.tenantId);
    const { answer: created, changes } = await createWithin(tx, services, session, wanted);
    const invitation = { id: services.ids.next(), personId: created.person.id, invitedBy: session.person.id };
    await services.jobs.sendAll(invitationQueue, [invitation], { tx });
    await repeatable?.keep(tx, { status: 201, body: created });
    return { answer: created, changes };
  });
