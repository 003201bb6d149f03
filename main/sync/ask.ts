import type { AskAnswer, AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import { askable, longestAnswer, longestInput } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import type { Connection } from "./connection.ts";
import type { ServerClient } from "./server-client.ts";

/** Asks the server for one operation, now, in the name of the signed-in person. */
export const askServer = async <Name extends AskName>(
  { client, connection }: { readonly client: ServerClient; readonly connection: Connection },
  name: Name,
  input: AskInput<Name>,
  signal: AbortSignal,
): Promise<Result<AskAnswer<Name>, AppError>> => {
  if (Buffer.byteLength(JSON.stringify(input)) > longestInput)
    return fail(refusal("request-too-large", { max: longestInput }));
  return connection.ask(
    (line) => client.perform(askable[name], { ...line, ...input, mostBytes: longestAnswer }),
    signal,
  ) as Promise<Result<AskAnswer<Name>, AppError>>;
};
