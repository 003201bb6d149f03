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
 * In whose name somebody changes a person: administrators the people of their own organisation, the distributor's those
 * of the whole network and which organisation they belong to. For anybody else nobody is there.
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

/** Whoever may have made the person may have them invited once more: a link ends, or a mail is lost. */
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
