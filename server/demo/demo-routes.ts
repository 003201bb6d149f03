import type { DemoPerson, SignedIn } from "@countersign/shared/contract/protocol.ts";
import { demoPeopleAnswerSchema, signedInSchema, demoSignInSchema } from "@countersign/shared/contract/protocol.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

/** The people whom the start page offers, in its order. Everybody else may sign in as well. */
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

/** Signing in by address alone. Only for a demo: otherwise these routes do not exist. */
export const demoRoutes = (app: HttpApp, { db, tokens }: Services): void => {
  const tags = ["demo"];
  const config = { isPublic: true };
  const people = { tags, summary: "Whom the start page offers", response: { 200: demoPeopleAnswerSchema } };
  app.get("/v1/demo/people", { config, schema: people }, () => demoPeople(db));

  const schema = {
    tags,
    summary: "Signs in by address alone; only a demo server has it",
    body: demoSignInSchema,
    response: { 200: signedInSchema },
  };
  app.post("/v1/demo/sessions", { config, schema }, async ({ body }): Promise<SignedIn> => {
    const { email } = body;
    const row = await db
      .selectFrom("people")
      .leftJoin("passwords", "passwords.person_id", "people.id")
      .select(["people.document", "passwords.set_at"])
      .where("email", "=", email.toLowerCase())
      .where("is_active", "=", true)
      .executeTakeFirst();
    if (row === undefined) throw new HttpProblem(404, "person-unknown", { email });
    return { ...(await tokens.issue(row.document.id, row.set_at)), person: row.document };
  });
};
