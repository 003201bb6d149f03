import { demoOperations } from "@countersign/shared/contract/api/sessions.ts";
import type { DemoPerson } from "@countersign/shared/contract/protocol.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

/** The people offered on the start page, in its order. Everybody else can sign in as well. */
export const demoPeople = async (db: Database): Promise<DemoPerson[]> => {
  const rows = await db
    .selectFrom("people")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .select(["people.document as person", "organisations.document as organisation"])
    .where("is_active", "=", true)
    .where("demo_position", "is not", null)
    .orderBy("demo_position")
    .execute();
  return rows.flatMap(({ person: { email, name, roles }, organisation }) => {
    const [role] = roles;
    return role === undefined ? [] : [{ email, name, role, organisation: organisation.name }];
  });
};

const open = { right: "anybody", tags: ["demo"] } as const;

/** Sign-in by address alone. These routes exist only on a demo server. */
export const demoRoutes = ({ db, tokens }: Services): readonly Route[] => [
  route(
    { ...open, operation: demoOperations.readDemoPeople, summary: "The people offered on the start page" },
    async () => ok(await demoPeople(db)),
  ),
  route(
    {
      ...open,
      operation: demoOperations.signInToDemo,
      summary: "Signs in by address alone; only on a demo server",
    },
    async ({ body: { email } }) => {
      const row = await db
        .selectFrom("people")
        .leftJoin("passwords", "passwords.person_id", "people.id")
        .select(["people.document", "passwords.set_at"])
        .where("email", "=", email.toLowerCase())
        .where("is_active", "=", true)
        .executeTakeFirst();
      if (row === undefined) return refuse("person-unknown", { email });
      return ok({ ...(await tokens.issue(row.document.id, row.set_at)), person: row.document });
    },
  ),
];
