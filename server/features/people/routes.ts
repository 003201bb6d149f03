import { peopleOperations } from "@countersign/shared/contract/api/people.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { accountRoutes } from "./account-routes.ts";
import { changerOf, objectionToInviting } from "./authority.ts";
import { changePerson } from "./change-person.ts";
import { createPerson } from "./create-person.ts";

const signedIn = { right: "signed-in", tags: ["people"] } as const;

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

/** Adding people, and mailing the link that sets their password. */
const newPeopleRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: peopleOperations.addPerson,
      summary: "Adds a person and mails them the link that sets their password",
      description:
        "Account managers add the sub-accounts of their own customer, administrators all others. An address that is " +
        "taken is refused with 409.",
      examples: exampleAccounts,
    },
    ({ session, body: wanted, repeatable }) => createPerson(services, session, { wanted, repeatable }),
  ),
  route(
    {
      ...signedIn,
      operation: peopleOperations.invitePerson,
      summary: "Mails a person a new link that sets their password and ends the one before",
    },
    async ({ session, params: { id: personId } }) => {
      const objection = await objectionToInviting(services, session, personId);
      if (objection !== undefined) return fail(objection);
      const invitationId = services.ids.next();
      await services.jobs.sendAll(invitationQueue, [{ id: invitationId, personId, invitedBy: session.person.id }]);
      return ok({ invitationId });
    },
  ),
];

/** Managing people, for administrators and account managers. */
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
      if (!by.ok) return by;
      return changePerson(services, { tenantId: session.tenantId, personId, by: by.value }, change);
    },
  ),
];
