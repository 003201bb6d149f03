import { sessionOperations } from "@countersign/shared/contract/api/sessions.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { resetQueue } from "./mail-reset.ts";
import { signInByPassword } from "./sign-in.ts";

const open = { right: "anybody", tags: ["sessions"], isGuessable: true } as const;

/** Signing in with an address and a password, and asking for a new password. */
export const passwordSessionRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...open,
      operation: sessionOperations.signIn,
      summary: "Signs in with an address and a password",
      description: "A new account gets a mail with the link that sets its password.",
    },
    async ({ body }) => {
      const signedIn = await signInByPassword(services, body);
      if (!signedIn.ok) return signedIn;
      const { person, passwordSetAt } = signedIn.value;
      return ok({ ...(await services.tokens.issue(person.id, passwordSetAt)), person });
    },
  ),
  route(
    {
      ...open,
      operation: sessionOperations.askForPassword,
      summary: "Mails the person who signs in with an address a link that sets a new password",
      description:
        "The answer is the same whether somebody signs in with the address or not. The link is valid for an hour and for " +
        "one new password; an address gets at most one mail in a quarter of an hour.",
    },
    async ({ body }) => {
      await services.jobs.sendAll(resetQueue, [body]);
      return ok({});
    },
  ),
];
