import type { Database, Tx } from "#server/foundation/db/database.ts";
import { may } from "#server/records/rights/may.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** Whether somebody of this organisation works with the ERP. */
export const mayUseErp = async (db: Database | Tx, { person }: Actor): Promise<boolean> => {
  const row = await db
    .selectFrom("organisations")
    .select("kind")
    .where("id", "=", person.organisationId)
    .executeTakeFirst();
  return row !== undefined && may(person, "use-erp", row);
};
