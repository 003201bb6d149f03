import { z } from "zod";

import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { shopAccountSchema } from "@countersign/shared/domain/shop-account.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { accountsOf } from "#server/records/settings/settings-store.ts";

import { accountInCompany } from "./accounts.ts";
import { accountChangeSchema, saveAccount } from "./change-account.ts";

/** Account managers and administrators look after the accounts of their company (S11, S12). */
const managesAccounts = ({ person: { roles } }: Session): boolean =>
  roles.includes("account-manager") || roles.includes("admin");

/** Reading and changing the accounts of the web store, each within its own company. */
export const accountRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const onRequest = sessions.required;
  const tags = ["people"];
  const params = z.strictObject({ id: personIdSchema });
  app.get(
    "/v1/shop-accounts",
    {
      onRequest,
      schema: {
        tags,
        summary: "The web store's accounts of the caller's company, for its account managers and administrators",
        response: { 200: z.strictObject({ accounts: z.array(shopAccountSchema) }) },
      },
    },
    async (request, reply) => {
      const session = sessions.of(request);
      if (!managesAccounts(session)) throw new HttpProblem(403, "not-allowed");
      return reply.send({ accounts: await accountsOf(db, session.tenantId, session.person.organisationId) });
    },
  );
  app.get(
    "/v1/shop-accounts/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One account: of the company for those who look after it, for anybody else the own one",
        params,
        response: { 200: shopAccountSchema },
      },
    },
    async (request, reply) => {
      const session = sessions.of(request);
      const account = await accountInCompany(db, session, request.params.id);
      if (account.id !== session.person.id && !managesAccounts(session)) throw new HttpProblem(403, "not-allowed");
      return reply.send(account);
    },
  );
  app.patch(
    "/v1/shop-accounts/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "Changes an account: a sub-account by its account manager, any of the company by an administrator",
        description:
          "An authorizer whom waiting orders or a limit still need cannot be deactivated, denied the right to authorize, or " +
          "unlinked: 409 names what needs them.",
        params,
        body: accountChangeSchema,
        response: { 200: shopAccountSchema },
      },
    },
    async (request, reply) =>
      reply.send(await saveAccount(services, sessions.of(request), request.params.id, request.body)),
  );
};
