import type { z } from "zod";

import type {
  NewOrganisation,
  OrganisationChange,
  organisationQuerySchema,
  organisationPageSchema,
} from "@countersign/shared/contract/api/organisations.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed, orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import {
  addOrganisation,
  allOrganisations,
  findOrganisation,
  lockMembers,
  peopleOf,
} from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { audienceOfOrganisation } from "#server/records/visibility/audience.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import type { Administered, Organisations } from "./authority.ts";
import { administered } from "./authority.ts";

/** The organisations that the person may see, as decided when they were written. */
const visible = (db: Database, { person }: Session) =>
  db
    .selectFrom("organisations")
    .innerJoin("change_log", "change_log.document_id", "organisations.id")
    .select("organisations.document")
    .where("change_log.person_id", "=", person.id)
    .where("change_log.collection", "=", "organisations")
    .where("change_log.is_deleted", "=", false);

export const organisationsFor = async (
  { db }: Pick<Services, "db">,
  session: Session,
  { after, limit }: z.output<typeof organisationQuerySchema>,
): Promise<z.infer<typeof organisationPageSchema>> => {
  let query = visible(db, session)
    .orderBy("organisations.id")
    .limit(limit + 1);
  if (after !== undefined) query = query.where("organisations.id", ">", after);
  const rows = await query.execute();
  const organisations = rows.slice(0, limit).map(({ document }) => document);
  const last = organisations.at(-1);
  return { organisations, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) };
};

/** An organisation that the person may not see is not found. */
export const organisationFor = async (
  { db }: Pick<Services, "db">,
  session: Session,
  id: OrganisationId,
): Promise<Result<Organisation, RequestRefusal>> => {
  const row = await visible(db, session).where("organisations.id", "=", id).executeTakeFirst();
  return orNotFound(row?.document);
};

/** Numbers are unique: two companies with the same one would get each other's orders. */
const objectionToNumber = async (
  tx: Tx,
  tenantId: string,
  { id, externalId }: Organisation,
): Promise<Refusal<"company-number-taken"> | undefined> => {
  if (externalId === undefined) return undefined;
  const holder = await findOrganisation(tx, tenantId, externalId);
  return holder === undefined || holder.id === id ? undefined : refusal("company-number-taken", { externalId });
};

/** Resellers and vendors are below the distributor, customers below it or below a reseller. */
const parentsOf: Readonly<Record<NewOrganisation["kind"], readonly Organisation["kind"][]>> = {
  reseller: ["distributor"],
  vendor: ["distributor"],
  customer: ["distributor", "reseller"],
};

const parentFor = (
  session: Session,
  organisations: Organisations,
  wanted: NewOrganisation,
): Result<Organisation, RequestRefusal> => {
  const found = administered(session, organisations, wanted.parentId ?? session.person.organisationId);
  if (!found.ok) return found;
  const { organisation: parent } = found.value;
  if (parentsOf[wanted.kind].includes(parent.kind)) return ok(parent);
  // A customer's people add no companies, whatever parent they name.
  if (wanted.parentId === undefined) return refuse("not-allowed");
  return malformed([{ path: "parentId", code: "misplaced-below", args: { kind: parent.kind, wanted: wanted.kind } }]);
};

/** Adds a company below the caller's own, or below one that is. Refused for a number that another company has. */
export const createOrganisation = (
  services: Services,
  session: Session,
  { wanted, repeatable }: { readonly wanted: NewOrganisation; readonly repeatable: Repeatable | undefined },
): Promise<Result<Organisation, RequestRefusal>> => {
  const { tenantId } = session;
  const id = organisationIdSchema.parse(services.ids.next());
  return tryChanges<Organisation, RequestRefusal>(services, tenantId, async (tx) => {
    await shareVisibility(tx, tenantId);
    await lockMembers(tx, tenantId);
    const parent = parentFor(session, await allOrganisations(tx, tenantId), wanted);
    if (!parent.ok) return parent;
    const organisation: Organisation = { ...wanted, id, parentId: parent.value.id };
    const objection = await objectionToNumber(tx, tenantId, organisation);
    if (objection !== undefined) return fail(objection);
    const changes = await addOrganisation(tx, tenantId, organisation);
    await repeatable?.keep(tx, { status: 201, body: organisation });
    return ok({ answer: organisation, changes });
  });
};

/** The changed company, if the caller may give it this name and number. */
const changed = (
  { person }: Session,
  { organisation, by }: Administered,
  change: OrganisationChange,
): Result<Organisation, RequestRefusal> => {
  const after: Organisation = { ...organisation, ...change };
  const isRenumbered = after.externalId !== organisation.externalId;
  const isAllowed =
    may(person, "name-organisation", { organisation, by }) &&
    (!isRenumbered || may(person, "number-organisation", { by }));
  return isAllowed ? ok(after) : refuse("not-allowed");
};

/** Changes a company below the caller's own, or the distributor itself. Orders keep the name from when they were placed. */
export const changeOrganisation = (
  services: Services,
  session: Session,
  id: OrganisationId,
  change: OrganisationChange,
): Promise<Result<Organisation, RequestRefusal>> => {
  const { tenantId } = session;
  return tryChanges<Organisation, RequestRefusal>(services, tenantId, async (tx) => {
    await shareVisibility(tx, tenantId);
    await lockMembers(tx, tenantId);
    const organisations = await allOrganisations(tx, tenantId);
    const found = administered(session, organisations, id);
    if (!found.ok) return found;
    const after = changed(session, found.value, change);
    if (!after.ok) return after;
    const organisation = after.value;
    const objection = await objectionToNumber(tx, tenantId, organisation);
    if (objection !== undefined) return fail(objection);
    await tx
      .updateTable("organisations")
      .set({ external_id: organisation.externalId ?? null, document: JSON.stringify(organisation) })
      .where("id", "=", id)
      .execute();
    const audience = audienceOfOrganisation(id, await peopleOf(tx, [...organisations.keys()]), organisations);
    return ok({
      answer: organisation,
      changes: [{ collection: "organisations", documentId: id, audience, audienceIs: "more" }],
    });
  });
};
