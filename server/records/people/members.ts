import { sql } from "kysely";

import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import { audienceOfOrganisation, audienceOfPerson, chainOf } from "#server/records/visibility/audience.ts";

interface OrganisationTable {
  id: OrganisationId;
  tenant_id: string;
  kind: Organisation["kind"];
  parent_id: OrganisationId | null;
  external_id: string | null;
  document: Document<Organisation>;
}

interface PersonTable {
  id: PersonId;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** In lower case. */
  email: string;
  is_active: boolean;
  /** The position among the people whom a demo offers on its start page. */
  demo_position: number | null;
  document: Document<Person>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    organisations: OrganisationTable;
    people: PersonTable;
  }
}

/**
 * Lets only one transaction at a time add to the network, so that two members added at the same time do not miss each
 * other. What is read afterwards is up to date.
 */
export const lockMembers = (tx: Tx, tenantId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`members of ${tenantId}`}, 0))`.execute(tx);

/** The organisation with this id. */
export const organisationOf = async (db: Database | Tx, id: OrganisationId): Promise<Organisation> => {
  const { document } = await db
    .selectFrom("organisations")
    .select("document")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return document;
};

export const findOrganisation = async (
  tx: Tx,
  tenantId: string,
  externalId: string,
): Promise<Organisation | undefined> => {
  const row = await tx
    .selectFrom("organisations")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("external_id", "=", externalId)
    .executeTakeFirst();
  return row?.document;
};

export const findPerson = async (tx: Tx, tenantId: string, email: string): Promise<Person | undefined> => {
  const row = await tx
    .selectFrom("people")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("email", "=", email.toLowerCase())
    .executeTakeFirst();
  return row?.document;
};

/** All organisations of the network, by their ids. */
export const allOrganisations = async (
  db: Database | Tx,
  tenantId: string,
): Promise<Map<OrganisationId, Organisation>> => {
  const rows = await db.selectFrom("organisations").select("document").where("tenant_id", "=", tenantId).execute();
  return new Map(rows.map(({ document }) => [document.id, document]));
};

export const peopleOf = async (tx: Tx, organisations: readonly OrganisationId[]): Promise<Person[]> => {
  const rows = await tx
    .selectFrom("people")
    .select("document")
    .where("organisation_id", "in", [...organisations])
    .execute();
  return rows.map(({ document }) => document);
};

/** Adds an organisation to the network; call `lockMembers` first. */
export const addOrganisation = async (
  tx: Tx,
  tenantId: string,
  organisation: Organisation,
): Promise<DocumentChange[]> => {
  const { id, kind, parentId, externalId } = organisation;
  await tx
    .insertInto("organisations")
    .values({
      id,
      tenant_id: tenantId,
      kind,
      parent_id: parentId ?? null,
      external_id: externalId ?? null,
      document: JSON.stringify(organisation),
    })
    .execute();
  const organisations = await allOrganisations(tx, tenantId);
  const above = chainOf(id, organisations).map((one) => one.id);
  const audience = audienceOfOrganisation(id, await peopleOf(tx, above), organisations);
  return [{ collection: "organisations", documentId: id, audience, audienceIs: "more" }];
};

/** Adds a person, who from then on sees their organisation and those that belong to it; call `lockMembers` first. */
export const addPerson = async (tx: Tx, tenantId: string, person: Person): Promise<DocumentChange[]> => {
  const { id, organisationId, email, isActive } = person;
  await tx
    .insertInto("people")
    .values({
      id,
      tenant_id: tenantId,
      organisation_id: organisationId,
      email: email.toLowerCase(),
      is_active: isActive,
      demo_position: null,
      document: JSON.stringify(person),
    })
    .execute();
  const organisations = await allOrganisations(tx, tenantId);
  const colleagues = await peopleOf(tx, [organisationId]);
  const seen = [...organisations.keys()].filter(
    (other) => audienceOfOrganisation(other, [person], organisations).length > 0,
  );
  return [
    {
      collection: "people",
      documentId: id,
      audience: audienceOfPerson(organisationId, colleagues),
      audienceIs: "more",
    },
    ...colleagues
      .filter((colleague) => colleague.id !== id)
      .map((colleague): DocumentChange => ({
        collection: "people",
        documentId: colleague.id,
        audience: [id],
        audienceIs: "more",
      })),
    ...seen.map((other): DocumentChange => ({
      collection: "organisations",
      documentId: other,
      audience: [id],
      audienceIs: "more",
    })),
  ];
};
