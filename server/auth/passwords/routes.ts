import { z } from "zod";

import { demoSessionSchema } from "#shared/contract/protocol.ts";

import type { App } from "#server/api/app.ts";
import type { Services } from "#server/api/services.ts";

import { longestPassword } from "./password.ts";
import { signInByPassword } from "./sign-in.ts";

const signInSchema = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(longestPassword) });

/** Signing in with an address and a password. */
export const passwordSessionRoutes = (app: App, services: Services): void => {
  app.post(
    "/v1/sessions",
    {
      config: { isPublic: true, isGuessable: true },
      schema: {
        tags: ["sessions"],
        summary: "Signs in with an address and a password",
        description: "The password is set by the link in the mail that a new account gets.",
        body: signInSchema,
        response: { 201: demoSessionSchema },
      },
    },
    async (request, reply) => {
      const person = await signInByPassword(services, request.body);
      return reply.status(201).send({ ...(await services.tokens.issue(person.id)), person });
    },
  );
};
