import { mailPreferencesSchema } from "#shared/domain/mail-preferences.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const preferences = named("MailPreferences", mailPreferencesSchema);

/** How people want to receive mail. */
export const mailOperations = operationsOf({
  readMailPreferences: { method: "GET", path: "/v1/mail-preferences", answer: preferences },
  writeMailPreferences: { method: "PUT", path: "/v1/mail-preferences", body: preferences, answer: preferences },
});
