import { z } from "zod";

import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import { settingKinds } from "#server/records/settings/setting-kinds.ts";

import type { Adjusted, AdjustableKind } from "./settings.ts";
import { adjust, approvalSwitchOf, approvalSwitchSchema, settingOf, turnApproval } from "./settings.ts";

const params = z.strictObject({ id: organisationIdSchema });
const tags = ["network"];

const summaries: Readonly<Record<AdjustableKind, string>> = {
  "shop-settings": "what the web store allows its accounts, in the whole network",
  "exchange-rates": "the rates by which amounts of different currencies are compared, in the whole network",
  "authorization-policy": "how the limits of a customer's accounts are read",
  "change-policy": "which changes of a customer's subscriptions need approval again",
};

const settingRoutes = (app: HttpApp, services: Services, kind: AdjustableKind): void => {
  const { sessions } = services;
  const onRequest = sessions.required;
  const url = `/v1/organisations/:id/settings/${kind}`;
  const document: z.ZodType<Adjusted> = settingKinds[kind];
  const response = { 200: document };
  app.get(
    url,
    { onRequest, schema: { tags, summary: `Tells ${summaries[kind]}`, params, response } },
    async (request, reply) => reply.send(await settingOf(services, sessions.of(request), kind, request.params.id)),
  );
  app.put(
    url,
    { onRequest, schema: { tags, summary: `Says ${summaries[kind]}`, params, body: document, response } },
    async (request, reply) => {
      const wanted = { kind, id: request.params.id, document: request.body };
      return reply.send(await adjust(services, sessions.of(request), wanted));
    },
  );
};

const approvalSwitchRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const onRequest = sessions.required;
  const url = "/v1/organisations/:id/reseller-approval";
  const response = { 200: approvalSwitchSchema };
  app.get(
    url,
    { onRequest, schema: { tags, summary: "Whether a customer's orders wait for its reseller", params, response } },
    async (request, reply) => reply.send(await approvalSwitchOf(services, sessions.of(request), request.params.id)),
  );
  app.put(
    url,
    {
      onRequest,
      schema: {
        tags,
        summary: "Says whether a customer's orders wait for its reseller; locked while the reseller pays by card",
        params,
        body: z.strictObject({ isOn: z.boolean() }),
        response,
      },
    },
    async (request, reply) => {
      const { params: asked, body } = request;
      return reply.send(await turnApproval(services, sessions.of(request), asked.id, body.isOn));
    },
  );
};

/** What administrators adjust besides the policies. */
export const settingsRoutes = (app: HttpApp, services: Services): void => {
  settingRoutes(app, services, "shop-settings");
  settingRoutes(app, services, "exchange-rates");
  settingRoutes(app, services, "authorization-policy");
  settingRoutes(app, services, "change-policy");
  approvalSwitchRoutes(app, services);
};
