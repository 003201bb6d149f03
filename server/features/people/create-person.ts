import type { NewPerson, CreatedPerson } from "@countersign/shared/contract/api/people.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { shopAccountSchema } from "@countersign/shared/domain/shop-account.ts";
import { createAccount } from "@countersign/shared/engine/account-changes/create.ts";

import { invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { addPerson, allOrganisations, findPerson, lockMembers } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { accountsOf, putSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { accountActorOf, loginKindIn } from "./accounts.ts";
import { misplacedRole } from "./change-person.ts";

/** The roles of the new person, by the kind of account. */
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
 * The new person's organisation: by default the caller's, which for a sub-account is the ERP customer of its manager
 * (S13, S34). One to which the caller may not add people is not found.
 */
const placeOf = async (
  tx: Tx,
  { person, tenantId }: Session,
  wanted: NewPerson,
): Promise<Result<Organisation, RequestRefusal>> => {
  const organisations = await allOrganisations(tx, tenantId);
  const ownKind = organisations.get(person.organisationId)?.kind;
  const { organisationId = person.organisationId } = wanted;
  if (!may(person, "add-people", { ownKind, organisationId })) return refuse("not-found");
  return orNotFound(organisations.get(organisationId));
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

/** The objection to adding this person, with an account (S10-S37, by the engine) or without one. */
const objectionTo = async (
  tx: Tx,
  session: Session,
  { account, place }: { readonly account: ShopAccount | undefined; readonly place: Organisation },
): Promise<RequestRefusal | undefined> => {
  const { tenantId, person } = session;
  if (account === undefined) return may(person, "administer", null) ? undefined : refusal("not-allowed");
  const actor = await accountActorOf(tx, session, account.kind);
  const company = {
    accounts: await accountsOf(tx, tenantId, place.id),
    settings: await shopSettingsOf(tx, tenantId),
  };
  const created = createAccount(actor, { loginKind: loginKindIn(place), account }, company);
  return created.ok ? undefined : created.error;
};

const createWithin = async (
  tx: Tx,
  services: Services,
  session: Session,
  wanted: NewPerson,
): Promise<Result<WrittenChanges<CreatedPerson>, RequestRefusal>> => {
  const { tenantId } = session;
  const found = await placeOf(tx, session, wanted);
  if (!found.ok) return found;
  const place = found.value;
  const person = personOf(personIdSchema.parse(services.ids.next()), wanted, place);
  const account = accountOf(person, wanted);
  const objection = (await objectionTo(tx, session, { account, place })) ?? misplacedRole(person, place.kind);
  if (objection !== undefined) return fail(objection);
  if ((await findPerson(tx, tenantId, person.email)) !== undefined)
    return refuse("address-taken", { email: person.email });
  const changes = await addPerson(tx, tenantId, person);
  if (account !== undefined)
    await putSetting(tx, tenantId, { kind: "shop-account", ownerId: person.id, document: account });
  const preferences = { ...defaultMailPreferences, language: wanted.language };
  await putSetting(tx, tenantId, { kind: "mail-preferences", ownerId: person.id, document: preferences });
  return ok({ answer: { person, ...(account === undefined ? {} : { account }) }, changes });
};

/**
 * Adds a person, and mails them the link that sets their password (S32, S33), activated or not. Refused if the engine
 * refuses the account, and for an address that is taken.
 */
export const createPerson = (
  services: Services,
  session: Session,
  { wanted, repeatable }: { readonly wanted: NewPerson; readonly repeatable: Repeatable | undefined },
): Promise<Result<CreatedPerson, RequestRefusal>> =>
  tryChanges(services, session.tenantId, async (tx) => {
    await shareVisibility(tx, session.tenantId);
    await lockMembers(tx, session.tenantId);
    const written = await createWithin(tx, services, session, wanted);
    if (!written.ok) return written;
    const created = written.value.answer;
    const invitation = { id: services.ids.next(), personId: created.person.id, invitedBy: session.person.id };
    await services.jobs.sendAll(invitationQueue, [invitation], { tx });
    await repeatable?.keep(tx, { status: 201, body: created });
    return written;
  });
