import { z } from "zod";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { personSchema } from "@countersign/shared/domain/people.ts";

import { invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import { accountRoutes } from "./account-routes.ts";
import { changePerson, personChangeSchema } from "./change-person.ts";
import type { ChangedPerson, PersonChange } from "./change-person.ts";
import { createdPersonSchema, createPerson, newPersonSchema } from "./create-person.ts";

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

const exampleAccounts = [
  {
    kind: "sub-account",
    name: "Robin Baker",
    email: "robin@bakery.example",
    mayOrder: true,
    budget: {
      kind: "limited",
      limits: [{ limit: { amountMinor: 50_000, currency: "EUR" }, authorizers: ["person-1"] }],
    },
  },
  { kind: "person", name: "Jo Admin", email: "jo@bakery.example", roles: ["admin"], language: "de" },
];

/** Whoever may have made the person may have them invited once more: a link ends, or a mail is lost. @throws HttpProblem. */
const requireInviter = async ({ db }: Services, { person, tenantId }: Session, id: PersonId): Promise<void> => {
  const rows = await db
    .selectFrom("people")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .select(["people.id", "people.document", "organisations.kind"])
    .where("people.id", "in", [id, person.id])
    .where("people.tenant_id", "=", tenantId)
    .execute();
  const own = rows.find((row) => row.id === person.id);
  const whom = rows.find((row) => row.id === id)?.document;
  const isAdmin = person.roles.includes("admin");
  const isColleague = whom?.organisationId === person.organisationId;
  if (whom === undefined || !(isColleague || (isAdmin && own?.kind === "distributor")))
    throw new HttpProblem(404, "not-found");
  if (isAdmin) return;
  const account = await findSetting(db, tenantId, "shop-account", id);
  if (!person.roles.includes("account-manager") || account?.kind !== "sub-account")
    throw new HttpProblem(403, "not-allowed");
};

/** Who is new, and the mail with the link that sets their password. */
const newPeopleRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, jobs, ids } = services;
  const onRequest = sessions.required;
  const tags = ["people"];
  app.post(
    "/v1/people",
    {
      onRequest,
      config: { examples: exampleAccounts },
      schema: {
        tags,
        summary: "Adds a person and mails them the link that sets their password",
        description:
          "Account managers make the sub-accounts of their own customer, administrators all others. An address that is " +
          "taken is refused with 409.",
        body: newPersonSchema,
        response: { 201: createdPersonSchema },
      },
    },
    async (request, reply) => {
      const { repeatable, body: wanted } = request;
      return reply.status(201).send(await createPerson(services, sessions.of(request), { wanted, repeatable }));
    },
  );
  app.post(
    "/v1/people/:id/invitations",
    {
      onRequest,
      schema: {
        tags,
        summary: "Mails a person a new link that sets their password; the one before ends",
        params: z.strictObject({ id: personIdSchema }),
        response: { 202: z.strictObject({ invitationId: z.string() }) },
      },
    },
    async (request, reply) => {
      const session = sessions.of(request);
      const { id: personId } = request.params;
      await requireInviter(services, session, personId);
      const invitationId = ids.next();
      await jobs.sendAll(invitationQueue, [{ id: invitationId, personId, invitedBy: session.person.id }]);
      return reply.status(202).send({ invitationId });
    },
  );
};

/** What administrators and account managers call. */
export const peopleRoutes = (app: HttpApp, services: Services): void => {
  newPeopleRoutes(app, services);
  accountRoutes(app, services);
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
