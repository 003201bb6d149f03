import type { Database, Tx } from "#server/foundation/db/database.ts";
import { organisationOf } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** Whether the caller may act for their organisation's ERP. */
export const mayUseErp = async (db: Database | Tx, { person }: Actor): Promise<boolean> =>
  may(person, "use-erp", await organisationOf(db, person.organisationId));
