import { mailOperations } from "@countersign/shared/contract/api/mail.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";

import { preferencesOf } from "./mail-store.ts";

/** Reading and changing mail preferences. */
export const mailRoutes = ({ db }: Services): readonly Route[] => [
  route(
    {
      operation: mailOperations.readMailPreferences,
      right: "signed-in",
      tags: ["mail"],
      summary: "The person's mail preferences",
    },
    async ({ session: { person, tenantId } }) => ok(await preferencesOf(db, tenantId, person.id)),
  ),
  route(
    {
      operation: mailOperations.writeMailPreferences,
      right: "signed-in",
      tags: ["mail"],
      summary: "Sets the language, time zone, reminders and quiet time of the person's mail",
    },
    async ({ session: { person, tenantId }, body: document }) => {
      const setting = { kind: "mail-preferences", ownerId: person.id, document } as const;
      await inTransaction(db, (tx) => putSetting(tx, tenantId, setting));
      return ok(document);
    },
  ),
];
