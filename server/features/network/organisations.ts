import type { z } from "zod";

import type {
  NewOrganisation,
  OrganisationChange,
  organisationQuerySchema,
  organisationPageSchema,
} from "@countersign/shared/contract/api/organisations.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { HttpProblem, malformedProblem } from "#server/foundation/http/problem.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
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

import type { Organisations } from "./authority.ts";
import { administered } from "./authority.ts";

/** Those in the person's scope, as it was decided when they were written. */
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

/** @throws HttpProblem 404 for one out of the person's scope. */
export const organisationFor = async (
  { db }: Pick<Services, "db">,
  session: Session,
  id: OrganisationId,
): Promise<Organisation> => {
  const row = await visible(db, session).where("organisations.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  return row.document;
};

/** Two companies with one number would get each other's orders. */
const requireFreeNumber = async (tx: Tx, tenantId: string, number: string | undefined): Promise<void> => {
  if (number !== undefined && (await findOrganisation(tx, tenantId, number)) !== undefined)
    throw new HttpProblem(409, "company-number-taken", { externalId: number });
};

/** Resellers and vendors stand below the distributor, customers below it or below a reseller. */
const parentsOf: Readonly<Record<NewOrganisation["kind"], readonly Organisation["kind"][]>> = {
  reseller: ["distributor"],
  vendor: ["distributor"],
  customer: ["distributor", "reseller"],
};

const requireParent = (session: Session, organisations: Organisations, wanted: NewOrganisation): Organisation => {
  const { organisation: parent } = administered(
    session,
    organisations,
    wanted.parentId ?? session.person.organisationId,
  );
  if (parentsOf[wanted.kind].includes(parent.kind)) return parent;
  // Nobody of a customer adds companies, whatever they name.
  if (wanted.parentId === undefined) throw new HttpProblem(403, "not-allowed");
  throw malformedProblem(
    [{ path: "parentId", code: "misplaced-below", args: { kind: parent.kind, wanted: wanted.kind } }],
    422,
  );
};

/** Adds a company below the caller's own, or below one that is. @throws HttpProblem. */
export const createOrganisation = (
  services: Services,
  session: Session,
  { wanted, repeatable }: { readonly wanted: NewOrganisation; readonly repeatable: Repeatable | undefined },
): Promise<Organisation> => {
  const { tenantId } = session;
  const id = organisationIdSchema.parse(services.ids.next());
  return writeChanges(services, tenantId, async (tx) => {
    await shareVisibility(tx, tenantId);
    await lockMembers(tx, tenantId);
    const parent = requireParent(session, await allOrganisations(tx, tenantId), wanted);
    await requireFreeNumber(tx, tenantId, wanted.externalId);
    const organisation: Organisation = { ...wanted, id, parentId: parent.id };
    const changes = await addOrganisation(tx, tenantId, organisation);
    await repeatable?.keep(tx, { status: 201, body: organisation });
    return { answer: organisation, changes };
  });
};

/** Changes a company below the caller's own, or the distributor itself. Orders keep the name that they were placed with. */
export const changeOrganisation = (
  services: Services,
  session: Session,
  id: OrganisationId,
  change: OrganisationChange,
): Promise<Organisation> => {
  const { tenantId } = session;
  return writeChanges(services, tenantId, async (tx) => {
    await shareVisibility(tx, tenantId);
    await lockMembers(tx, tenantId);
    const organisations = await allOrganisations(tx, tenantId);
    const { organisation: before, by } = administered(session, organisations, id);
    if (!may(session.person, "name-organisation", { organisation: before, by }))
      throw new HttpProblem(403, "not-allowed");
    const isRenumbered = change.externalId !== undefined && change.externalId !== before.externalId;
    if (isRenumbered && !may(session.person, "number-organisation", { by })) throw new HttpProblem(403, "not-allowed");
    if (change.externalId !== before.externalId) await requireFreeNumber(tx, tenantId, change.externalId);
    const organisation: Organisation = { ...before, ...change };
    await tx
      .updateTable("organisations")
      .set({ external_id: organisation.externalId ?? null, document: JSON.stringify(organisation) })
      .where("id", "=", id)
      .execute();
    const audience = audienceOfOrganisation(id, await peopleOf(tx, [...organisations.keys()]), organisations);
    return {
      answer: organisation,
      changes: [{ collection: "organisations", documentId: id, audience, audienceIs: "more" }],
    };
  });
};
