import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { AuthorizerRefusal } from "@countersign/shared/engine/planning/authorizers/check-change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { updateVisibility } from "#server/records/change-log/update-visibility.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { allOrganisations, lockMembers, peopleOf } from "#server/records/people/members.ts";
import type { Services } from "#server/records/services.ts";
import { audienceOfOrganisation, audienceOfPerson } from "#server/records/visibility/audience.ts";
import { holdVisibility } from "#server/records/visibility/visibility-lock.ts";

import { authorizerDuty } from "./authorizer-duty.ts";

/** Who is changed, and whether by their own organisation or by the network's distributor. */
export interface ChangedPerson {
  readonly tenantId: string;
  readonly personId: PersonId;
  readonly by: "organisation" | "network";
}

const lockPerson = async (
  tx: Tx,
  tenantId: string,
  personId: PersonId,
): Promise<Result<Person, Refusal<"not-found">>> => {
  const row = await tx
    .selectFrom("people")
    .select("document")
    .where("id", "=", personId)
    .where("tenant_id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
  return orNotFound(row?.document);
};

const isAdmin = ({ roles, isActive }: Person): boolean => isActive && roles.includes("admin");

/** An organisation may not remove its own last administrator: only the distributor could help it then. */
const lastAdministrator = async (
  tx: Tx,
  before: Person,
  after: Person,
): Promise<Refusal<"last-administrator"> | undefined> => {
  if (!isAdmin(before) || (isAdmin(after) && after.organisationId === before.organisationId)) return undefined;
  const colleagues = await peopleOf(tx, [before.organisationId]);
  const hasAnother = colleagues.some((other) => other.id !== before.id && isAdmin(other));
  return hasAnother ? undefined : refusal("last-administrator", { person: before.name });
};

/** Sellers' roles are only for sellers: with one, somebody at a customer could report for the ERP about its own orders. */
const sellersRoles: Partial<Record<Role, readonly Organisation["kind"][]>> = {
  reseller: ["reseller"],
  distributor: ["distributor"],
};

/** Refuses a role that nobody in this kind of organisation may have. */
export const misplacedRole = (person: Person, kind: Organisation["kind"]): Refusal<"role-misplaced"> | undefined => {
  const misplaced = person.roles.find((role) => sellersRoles[role]?.includes(kind) === false);
  return misplaced === undefined ? undefined : refusal("role-misplaced", { role: misplaced, kind });
};

/** The orders and limits that still need somebody who leaves the organisation or may no longer sign in. */
const dutyLeft = async (
  tx: Tx,
  tenantId: string,
  before: Person,
  after: Person,
): Promise<AuthorizerRefusal | undefined> => {
  const stays = after.isActive && after.organisationId === before.organisationId;
  return !before.isActive || stays ? undefined : authorizerDuty(tx, tenantId, before);
};

/** The objection to a person's change, if there is one. */
const objectionTo = async (
  tx: Tx,
  { tenantId, by }: ChangedPerson,
  { before, after, kind }: { readonly before: Person; readonly after: Person; readonly kind: Organisation["kind"] },
): Promise<RequestRefusal | undefined> =>
  misplacedRole(after, kind) ??
  (await dutyLeft(tx, tenantId, before, after)) ??
  (by === "organisation" ? await lastAdministrator(tx, before, after) : undefined);

const storePerson = (tx: Tx, person: Person): Promise<unknown> =>
  tx
    .updateTable("people")
    .set({
      organisation_id: person.organisationId,
      is_active: person.isActive,
      document: JSON.stringify(person),
    })
    .where("id", "=", person.id)
    .execute();

/** Changes a person to what `next` returns, as the last write of a transaction. */
export const changePersonWithin = async (
  tx: Tx,
  whom: ChangedPerson,
  next: (before: Person) => Person,
): Promise<Result<WrittenChanges<Person>, RequestRefusal>> => {
  const { tenantId, personId } = whom;
  await holdVisibility(tx, tenantId);
  await lockMembers(tx, tenantId);
  const locked = await lockPerson(tx, tenantId, personId);
  if (!locked.ok) return locked;
  const before = locked.value;
  const person = next(before);
  const organisations = await allOrganisations(tx, tenantId);
  const organisation = organisations.get(person.organisationId);
  if (organisation === undefined) return refuse("organisation-unknown", { externalId: person.organisationId });
  const objection = await objectionTo(tx, whom, { before, after: person, kind: organisation.kind });
  if (objection !== undefined) return fail(objection);
  await storePerson(tx, person);

  const seen = [...organisations.keys()].filter((id) => audienceOfOrganisation(id, [person], organisations).length > 0);
  const isReadAnew = person.organisationId !== before.organisationId;
  const own = await updateVisibility(tx, { tenantId, person, organisations: seen, isReadAnew });
  const colleagues = await peopleOf(tx, [person.organisationId]);
  const audience = audienceOfPerson(person.organisationId, colleagues);
  const shown = { collection: "people", documentId: personId, audience, audienceIs: "whole" } as const;
  return ok({ answer: person, changes: [shown], appended: [own] });
};

/**
 * Changes what a person may do and see. In the same transaction, each document that becomes visible or invisible to them,
 * and their own document for others, is appended to the change log. Refused for an unknown organisation, a role that it
 * does not have, and the loss of an authorizer whom waiting orders or a limit need (S56, S58) or of the last
 * administrator.
 */
export const changePerson = (
  services: Services,
  whom: ChangedPerson,
  change: PersonChange,
): Promise<Result<Person, RequestRefusal>> =>
  tryChanges(services, whom.tenantId, (tx) => changePersonWithin(tx, whom, (before) => ({ ...before, ...change })));
