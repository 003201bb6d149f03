import type { Guest } from "#main/session/state.ts";
import { signInOfferOf } from "#main/sync/sign-in-offer.ts";
import type { ServerClient } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";
import { sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Profiles } from "./profiles.ts";

export interface SignInAttempt {
  readonly email: string;
  readonly password?: string;
}

interface IdentifyOptions {
  readonly client: ServerClient;
  readonly profiles: Profiles;
  readonly secrets: SecretStore;
  /** Whether the answer is still wanted; otherwise the token is not kept. */
  readonly isWanted: () => boolean;
}

/**
 * Who somebody is, by their password or without one. Somebody who used this data folder before needs no network for it,
 * unless they signed out of a server that asks for a password.
 */
export const identify = async (
  options: IdentifyOptions,
  { email, password }: SignInAttempt,
): Promise<Result<Guest, AppError>> => {
  const { client, profiles, secrets } = options;
  const known = await profiles.find(client.baseUrl, email);
  const signsInBy = password === undefined ? (known?.signsInBy ?? "address") : "password";
  const tokens = new SessionTokens(client, secrets, { email, signsInBy });
  const person = await (password === undefined ? recognise(options, email, tokens) : letIn(options, password, tokens));
  return person.ok ? ok({ client, person: person.value, signsInBy, tokens }) : person;
};

type Recognised = Promise<Result<LoosePerson, AppError>>;

/** Identifies a person by their password. */
const letIn = async ({ isWanted }: IdentifyOptions, password: string, tokens: SessionTokens): Recognised => {
  const opened = await tokens.open(password);
  if (!opened.ok) return opened;
  if (!isWanted()) return fail(refusal("not-signed-in"));
  await tokens.keep(opened.value.token);
  return ok(opened.value.person);
};

/** Identifies a person without a password. */
const recognise = async ({ client, profiles }: IdentifyOptions, email: string, tokens: SessionTokens): Recognised => {
  const known = await profiles.find(client.baseUrl, email);
  if (known === undefined) return askServer(client, email, tokens);
  const isSignedIn = (await profiles.currentEmail(client.baseUrl)) === known.person.email;
  return known.signsInBy === "address" || isSignedIn ? ok(known.person) : fail(refusal("password-missing", { email }));
};

/** Only a demo server identifies people by their address. */
const askServer = async (client: ServerClient, email: string, tokens: SessionTokens): Recognised => {
  const offer = await signInOfferOf(client);
  if (!offer.ok) return offer;
  if (offer.value.signsInBy === "password") return fail(refusal("password-missing", { email }));
  const token = await tokens.current();
  if (!token.ok) return token;
  const answer = await client.get("/v1/session", sessionAnswerSchema, { token: token.value });
  return answer.ok ? ok(answer.value.person) : answer;
};
