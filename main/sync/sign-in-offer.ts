import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import { demoPeopleAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { ServerClient } from "./server-client.ts";

/** How people sign in to a server. */
export type SignInOffer =
  | { readonly signsInBy: "address"; readonly people: readonly LooseDemoPerson[] }
  | { readonly signsInBy: "password" };

const demoPeoplePath = "/v1/demo/people";

/** A Countersign server names the request that it does not know; under a wrong path, that name is longer. */
const isWithoutDemo = ({ code, args }: AppError): boolean =>
  code === "request-unknown" && args["name"] === `GET ${demoPeoplePath}`;

/** Asks a server how people sign in: only a demo offers its people. Fails when it cannot be reached or is not a Countersign server. */
export const signInOfferOf = async (client: ServerClient): Promise<Result<SignInOffer, AppError>> => {
  const people = await client.get(demoPeoplePath, demoPeopleAnswerSchema);
  if (people.ok) return ok({ signsInBy: "address", people: people.value });
  return isWithoutDemo(people.error) ? ok({ signsInBy: "password" }) : people;
};
