import type { StartPageContent } from "#main/session/state.ts";
import { signInOfferOf } from "#main/sync/sign-in-offer.ts";
import type { ServerClient } from "#main/sync/server-client.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";

import type { Profiles } from "./profiles.ts";

/** Why somebody was not signed in. */
export interface NotSignedIn {
  readonly problem: AppError;
  readonly email: string;
  /** Whether they were named at the start, rather than remembered as the last person. */
  readonly isWanted: boolean;
}

/** What the start page shows: how people sign in to the server, or that it cannot be reached. */
export const findStartPage = async (
  client: ServerClient,
  profiles: Profiles,
  refused?: NotSignedIn,
): Promise<StartPageContent> => {
  const offer = await signInOfferOf(client);
  const signsInBy = offer.ok ? offer.value.signsInBy : await profiles.signInMethod(client.baseUrl);
  // The page asks for the password anyway.
  const objection = refused?.problem.code === "password-missing" ? undefined : refused?.problem;
  const problem = objection ?? (offer.ok ? undefined : offer.error);
  return {
    ...(signsInBy === undefined ? {} : { signsInBy }),
    people: offer.ok && offer.value.signsInBy === "address" ? offer.value.people : [],
    ...(refused === undefined ? {} : { email: refused.email }),
    ...(problem === undefined ? {} : { problem }),
    isReached: offer.ok,
    ...(refused?.isWanted === true ? { wanted: refused.email } : {}),
  };
};
