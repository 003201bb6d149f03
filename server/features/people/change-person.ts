import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import { updateVisibility } from "#server/records/change-log/update-visibility.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { allOrganisations, lockMembers, peopleOf } from "#server/records/people/members.ts";
import type { Services } from "#server/records/services.ts";
import { audienceOfOrganisation, audienceOfPerson } from "#server/records/visibility/audience.ts";
import { holdVisibility } from "#server/records/visibility/visibility-lock.ts";

import { authorizerDuty } from "./authorizer-duty.ts";

/** Whose rights change, and whether their own organisation or the network's distributor changes them. */
export interface ChangedPerson {
  readonly tenantId: string;
  readonly personId: PersonId;
  readonly by: "organisation" | "network";
}

const lockPerson = async (tx: Tx, tenantId: string, personId: PersonId): Promise<Person> => {
  const row = await tx
    .selectFrom("people")
    .select("document")
    .where("id", "=", personId)
    .where("tenant_id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  return row.document;
};

const isAdmin = ({ roles, isActive }: Person): boolean => isActive && roles.includes("admin");

/** An organisation that changes its own people keeps an administrator: only the distributor could help it otherwise. */
const requireAdministrator = async (tx: Tx, before: Person, after: Person): Promise<void> => {
  if (!isAdmin(before) || (isAdmin(after) && after.organisationId === before.organisationId)) return;
  const colleagues = await peopleOf(tx, [before.organisationId]);
  if (!colleagues.some((other) => other.id !== before.id && isAdmin(other)))
    throw new HttpProblem(409, "last-administrator", { person: before.name });
};

/** The roles of sellers are a seller's: with one of them somebody of a customer could report for the ERP of its own orders. */
const sellersRoles: Partial<Record<Role, readonly Organisation["kind"][]>> = {
  reseller: ["reseller"],
  distributor: ["distributor"],
};

/** @throws HttpProblem 422 for a role that nobody of such an organisation has. */
export const requireFittingRoles = (person: Person, kind: Organisation["kind"]): void => {
  const misplaced = person.roles.find((role) => sellersRoles[role]?.includes(kind) === false);
  if (misplaced !== undefined) throw new HttpProblem(422, "role-misplaced", { role: misplaced, kind });
};

/** Who leaves the organisation is missed by its limits and orders as much as who may not sign in any more. */
const requireSpared = async (tx: Tx, tenantId: string, before: Person, after: Person): Promise<void> => {
  const stays = after.isActive && after.organisationId === before.organisationId;
  if (!before.isActive || stays) return;
  const duty = await authorizerDuty(tx, tenantId, before);
  if (duty !== undefined) throw new HttpProblem(409, duty.code, duty.args);
};

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

/** Changes a person in a transaction that writes nothing else after it; `next` makes them of what they were. */
export const changePersonWithin = async (
  tx: Tx,
  { tenantId, personId, by }: ChangedPerson,
  next: (before: Person) => Person,
): Promise<WrittenChanges<Person>> => {
  await holdVisibility(tx, tenantId);
  await lockMembers(tx, tenantId);
  const before = await lockPerson(tx, tenantId, personId);
  const person = next(before);
  const organisations = await allOrganisations(tx, tenantId);
  const organisation = organisations.get(person.organisationId);
  if (organisation === undefined)
    throw new HttpProblem(422, "organisation-unknown", { externalId: person.organisationId });
  requireFittingRoles(person, organisation.kind);
  await requireSpared(tx, tenantId, before, person);
  if (by === "organisation") await requireAdministrator(tx, before, person);
  await storePerson(tx, person);

  const seen = [...organisations.keys()].filter((id) => audienceOfOrganisation(id, [person], organisations).length > 0);
  const isReadAnew = person.organisationId !== before.organisationId;
  const own = await updateVisibility(tx, { tenantId, person, organisations: seen, isReadAnew });
  const colleagues = await peopleOf(tx, [person.organisationId]);
  const audience = audienceOfPerson(person.organisationId, colleagues);
  const shown = { collection: "people", documentId: personId, audience, audienceIs: "whole" } as const;
  return { answer: person, changes: [shown], appended: [own] };
};

/**
 * Changes what a person may do and see. In the same transaction, each document that enters or leaves their scope, and
 * their own document for others, is appended to the change log.
 * @throws HttpProblem 404 for somebody who is not there, 409 for a last administrator and for an authorizer whom waiting
 * orders or a limit need (S56, S58), 422 for an organisation that is not there and for a role that it does not have.
 */
export const changePerson = (services: Services, whom: ChangedPerson, change: PersonChange): Promise<Person> =>
  writeChanges(services, whom.tenantId, (tx) => changePersonWithin(tx, whom, (before) => ({ ...before, ...change })));
