import { mailPreferencesSchema } from "@countersign/shared/domain/mail-preferences.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";

import { preferencesOf } from "./mail-store.ts";

/** How people want to be written to. */
export const mailRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const tags = ["mail"];
  const onRequest = sessions.required;
  app.get(
    "/v1/mail-preferences",
    {
      onRequest,
      schema: { tags, summary: "How the person wants to be written to", response: { 200: mailPreferencesSchema } },
    },
    async (request, reply) => {
      const { person, tenantId } = sessions.of(request);
      return reply.send(await preferencesOf(db, tenantId, person.id));
    },
  );
  app.put(
    "/v1/mail-preferences",
    {
      onRequest,
      schema: {
        tags,
        summary: "Language, time zone, reminders and quiet time of the person's mail",
        body: mailPreferencesSchema,
        response: { 200: mailPreferencesSchema },
      },
    },
    async (request, reply) => {
      const { person, tenantId } = sessions.of(request);
      const document = request.body;
      await inTransaction(db, (tx) =>
        putSetting(tx, tenantId, { kind: "mail-preferences", ownerId: person.id, document }),
      );
      return reply.send(document);
    },
  );
};
