import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import { demoPeopleAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { ServerClient } from "./server-client.ts";

/** How a server lets people in. */
export type SignInOffer =
  { readonly signsInBy: "address"; readonly people: readonly LooseDemoPerson[] } | { readonly signsInBy: "password" };

const demoPeoplePath = "/v1/demo/people";

/** A server of ours says which request it does not know; of one under a wrong path the name is longer. */
const isWithoutDemo = ({ code, args }: AppError): boolean =>
  code === "request-unknown" && args["name"] === `GET ${demoPeoplePath}`;

/** Asks a server how it lets people in: only a demo offers its people. Fails when it cannot be reached or is none of ours. */
export const signInOfferOf = async (client: ServerClient): Promise<Result<SignInOffer, AppError>> => {
  const people = await client.get(demoPeoplePath, demoPeopleAnswerSchema);
  if (people.ok) return ok({ signsInBy: "address", people: people.value });
  return isWithoutDemo(people.error) ? ok({ signsInBy: "password" }) : people;
};
