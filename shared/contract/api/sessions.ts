import { z } from "zod";

import {
  demoPeopleAnswerSchema,
  demoPersonSchema,
  demoSignInSchema,
  signedInSchema,
} from "#shared/contract/protocol.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The longest password accepted; anything longer is not meant as one. */
export const longestPassword = 256;

const addressSchema = z.email().max(254);

const signInSchema = named(
  "SignIn",
  z.strictObject({ email: addressSchema, password: z.string().min(1).max(longestPassword) }),
);

const signedIn = named("SignedIn", signedInSchema);

named("DemoPerson", demoPersonSchema);

/** Signing in. */
export const sessionOperations = operationsOf({
  signIn: { method: "POST", path: "/v1/sessions", body: signInSchema, statuses: [201], answer: signedIn },
  askForPassword: {
    method: "POST",
    path: "/v1/password-resets",
    body: named("PasswordResetRequest", z.strictObject({ email: addressSchema })),
    statuses: [202],
    answer: named("PasswordReset", z.strictObject({})),
  },
});

/** Signing in by address alone, which only a demo server lets anybody do. */
export const demoOperations = operationsOf({
  readDemoPeople: { method: "GET", path: "/v1/demo/people", answer: demoPeopleAnswerSchema },
  signInToDemo: {
    method: "POST",
    path: "/v1/demo/sessions",
    body: named("DemoSignIn", demoSignInSchema),
    answer: signedIn,
  },
});
