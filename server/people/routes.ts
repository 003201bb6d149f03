import { z } from "zod";

import type { PersonId } from "#shared/domain/ids.ts";
import { personIdSchema } from "#shared/domain/ids.ts";
import type { Person } from "#shared/domain/people.ts";
import { personSchema } from "#shared/domain/people.ts";

import type { App } from "#server/api/app.ts";
import { HttpProblem } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Session } from "#server/auth/session.ts";

import { changePerson, personChangeSchema } from "./change-person.ts";
import type { ChangedPerson, PersonChange } from "./change-person.ts";

/**
 * Administrators change the people of their own organisation, the distributor's those of the whole network and which
 * organisation they belong to. For anybody else nobody is there.
 * @returns in whose name it happens.
 */
const requireRight = async (
  { db }: Services,
  { person: { roles, organisationId }, tenantId }: Session,
  personId: PersonId,
  change: PersonChange,
): Promise<ChangedPerson["by"]> => {
  if (!roles.includes("admin")) throw new HttpProblem(403, "not-allowed");
  const own = await db.selectFrom("organisations").select("kind").where("id", "=", organisationId).executeTakeFirst();
  if (own?.kind === "distributor") return "network";
  const whom = await db
    .selectFrom("people")
    .select("organisation_id")
    .where("id", "=", personId)
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  if (whom?.organisation_id !== organisationId) throw new HttpProblem(404, "not-found");
  if (change.organisationId !== undefined) throw new HttpProblem(403, "not-allowed");
  return "organisation";
};

/** What administrators call. */
export const peopleRoutes = (app: App, services: Services): void => {
  const { sessions } = services;
  const params = z.strictObject({ id: personIdSchema });
  const answer = async (session: Session, personId: PersonId, change: PersonChange): Promise<Person> => {
    const by = await requireRight(services, session, personId, change);
    return changePerson(services, { tenantId: session.tenantId, personId, by }, change);
  };
  app.patch(
    "/v1/people/:id",
    {
      onRequest: sessions.required,
      schema: {
        tags: ["people"],
        summary: "Changes a person's roles, organisation, or whether they may sign in",
        params,
        body: personChangeSchema,
        response: { 200: personSchema },
      },
    },
    (request) => answer(sessions.of(request), request.params.id, request.body),
  );
};
