import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** The ERP is the sellers': their people work with it, never a customer's, who could undo a release that way. */
export const mayUseErp = async (db: Database | Tx, { person: { roles, organisationId } }: Actor): Promise<boolean> => {
  if (!roles.includes("distributor") && !roles.includes("admin")) return false;
  const row = await db.selectFrom("organisations").select("kind").where("id", "=", organisationId).executeTakeFirst();
  return row !== undefined && row.kind !== "customer";
};
