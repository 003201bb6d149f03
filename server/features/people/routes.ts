import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import { peopleOperations } from "@countersign/shared/contract/api/people.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

import { invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import { accountRoutes } from "./account-routes.ts";
import type { ChangedPerson } from "./change-person.ts";
import { changePerson } from "./change-person.ts";
import { createPerson } from "./create-person.ts";

const signedIn = { right: "signed-in", tags: ["people"] } as const;

/**
 * Administrators change the people of their own organisation, the distributor's those of the whole network and which
 * organisation they belong to. For anybody else nobody is there.
 * @returns in whose name it happens.
 */
const changerOf = async (
  { db }: Services,
  { person, tenantId }: Session,
  personId: PersonId,
  change: PersonChange,
): Promise<ChangedPerson["by"]> => {
  const { organisationId } = person;
  if (!may(person, "administer", null)) throw new HttpProblem(403, "not-allowed");
  const own = await db.selectFrom("organisations").select("kind").where("id", "=", organisationId).executeTakeFirst();
  const ownKind = own?.kind;
  if (may(person, "place-people-anywhere", { ownKind })) return "network";
  const whom = await db
    .selectFrom("people")
    .select("organisation_id")
    .where("id", "=", personId)
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  if (whom === undefined || !may(person, "know-person", { ownKind, organisationId: whom.organisation_id }))
    throw new HttpProblem(404, "not-found");
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
  const { organisationId } = whom ?? {};
  if (organisationId === undefined || !may(person, "know-person", { ownKind: own?.kind, organisationId }))
    throw new HttpProblem(404, "not-found");
  const account = await findSetting(db, tenantId, "shop-account", id);
  if (!may(person, "invite-person", { accountKind: account?.kind })) throw new HttpProblem(403, "not-allowed");
};

/** Who is new, and the mail with the link that sets their password. */
const newPeopleRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: peopleOperations.addPerson,
      summary: "Adds a person and mails them the link that sets their password",
      description:
        "Account managers make the sub-accounts of their own customer, administrators all others. An address that is " +
        "taken is refused with 409.",
      examples: exampleAccounts,
    },
    ({ session, body: wanted, repeatable }) => createPerson(services, session, { wanted, repeatable }),
  ),
  route(
    {
      ...signedIn,
      operation: peopleOperations.invitePerson,
      summary: "Mails a person a new link that sets their password; the one before ends",
    },
    async ({ session, params: { id: personId } }) => {
      await requireInviter(services, session, personId);
      const invitationId = services.ids.next();
      await services.jobs.sendAll(invitationQueue, [{ id: invitationId, personId, invitedBy: session.person.id }]);
      return { invitationId };
    },
  ),
];

/** What administrators and account managers call. */
export const peopleRoutes = (services: Services): readonly Route[] => [
  ...newPeopleRoutes(services),
  ...accountRoutes(services),
  route(
    {
      ...signedIn,
      operation: peopleOperations.changePerson,
      summary: "Changes a person's roles, organisation, or whether they may sign in",
    },
    async ({ session, params: { id: personId }, body: change }) => {
      const by = await changerOf(services, session, personId, change);
      return changePerson(services, { tenantId: session.tenantId, personId, by }, change);
    },
  ),
];
