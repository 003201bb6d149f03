import { z } from "zod";

import { signedInSchema } from "@countersign/shared/contract/protocol.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { resetQueue } from "./mail-reset.ts";
import { longestPassword } from "./password.ts";
import { signInByPassword } from "./sign-in.ts";

const addressSchema = z.email().max(254);
const signInSchema = z.strictObject({ email: addressSchema, password: z.string().min(1).max(longestPassword) });

/** Signing in with an address and a password, and asking for another one. */
export const passwordSessionRoutes = (app: HttpApp, services: Services): void => {
  app.post(
    "/v1/sessions",
    {
      config: { isPublic: true, isGuessable: true },
      schema: {
        tags: ["sessions"],
        summary: "Signs in with an address and a password",
        description: "The password is set by the link in the mail that a new account gets.",
        body: signInSchema,
        response: { 201: signedInSchema },
      },
    },
    async (request, reply) => {
      const { person, passwordSetAt } = await signInByPassword(services, request.body);
      return reply.status(201).send({ ...(await services.tokens.issue(person.id, passwordSetAt)), person });
    },
  );
  app.post(
    "/v1/password-resets",
    {
      config: { isPublic: true, isGuessable: true },
      schema: {
        tags: ["sessions"],
        summary: "Mails whoever signs in with an address a link that sets a new password",
        description:
          "The answer is the same whether somebody signs in with the address or not. The link holds for an hour and for one " +
          "new password; an address gets one mail a quarter of an hour.",
        body: z.strictObject({ email: addressSchema }),
        response: { 202: z.strictObject({}) },
      },
    },
    async (request, reply) => {
      await services.jobs.sendAll(resetQueue, [request.body]);
      return reply.status(202).send({});
    },
  );
};
