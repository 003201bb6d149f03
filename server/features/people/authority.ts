import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import type { ChangedPerson } from "./change-person.ts";

type NotTheirs = Refusal<"not-allowed" | "not-found">;

/**
 * In whose name the caller changes a person. The distributor's administrators change everybody in the network, their
 * organisation included; other administrators change the people of their own organisation, and find nobody else.
 */
export const changerOf = async (
  { db }: Services,
  { person, tenantId }: Session,
  personId: PersonId,
  change: PersonChange,
): Promise<Result<ChangedPerson["by"], NotTheirs>> => {
  const { organisationId } = person;
  if (!may(person, "administer", null)) return refuse("not-allowed");
  const own = await db.selectFrom("organisations").select("kind").where("id", "=", organisationId).executeTakeFirst();
  const ownKind = own?.kind;
  if (may(person, "place-people-anywhere", { ownKind })) return ok("network");
  const whom = await db
    .selectFrom("people")
    .select("organisation_id")
    .where("id", "=", personId)
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  if (whom === undefined || !may(person, "know-person", { ownKind, organisationId: whom.organisation_id }))
    return refuse("not-found");
  return change.organisationId === undefined ? ok("organisation") : refuse("not-allowed");
};

/** Refuses a repeated invitation, for an expired link or a lost mail, by somebody who could not have added the person. */
export const objectionToInviting = async (
  { db }: Services,
  { person, tenantId }: Session,
  id: PersonId,
): Promise<NotTheirs | undefined> => {
  const rows = await db
    .selectFrom("people")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .select(["people.id", "people.document", "organisations.kind"])
    .where("people.id", "in", [id, person.id])
    .where("people.tenant_id", "=", tenantId)
    .execute();
  const own = rows.find((row) => row.id === person.id);
  const whom = rows.find((row) => row.id === id)?.document;
  const { organisationId } = whom ?? {};
  if (organisationId === undefined || !may(person, "know-person", { ownKind: own?.kind, organisationId }))
    return refusal("not-found");
  const account = await findSetting(db, tenantId, "shop-account", id);
  return may(person, "invite-person", { accountKind: account?.kind }) ? undefined : refusal("not-allowed");
};
