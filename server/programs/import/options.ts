import { parseArgs } from "node:util";

import { z } from "zod";

import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

export const importUsage = `Usage: npm run import -- --server URL --format connect [--token TOKEN | --as EMAIL] FILE…

Sends orders that another platform recorded to a Countersign server.

  --server URL      the server, such as http://127.0.0.1:8080
  --format connect  CloudBlue Connect: JSON files with one document or a list of them, as the platform's API gives them
  --token TOKEN     the token of a session
  --as EMAIL        on a demo server: the person who sends the orders; without it the first distributor that is offered
  --help            this text

For each document one line is printed: "arrived as" with the order's number ("already arrived as" where the same request
came before), or "refused:" with the reason. Purchase requests that are pending or inquiring become orders; others, and
everything that is not a purchase request, are refused. A customer without a contact address gets one at connect.invalid,
which can never be delivered to.

Exit status: 0 when every document was answered, refusals included; 1 when a file could not be read, the server could not
be reached or failed, or the session was refused; 2 when the arguments are invalid.`;

/** In whose name the orders are sent. */
export type Credentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "demo-person"; readonly email: string }
  | { readonly kind: "demo-distributor" };

export interface ImportOptions {
  readonly server: string;
  readonly credentials: Credentials;
  readonly files: readonly string[];
}

const options = {
  server: { type: "string" },
  format: { type: "string" },
  token: { type: "string" },
  as: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

const serverSchema = z.url({ protocol: /^https?$/ });

const credentialsFrom = (token: string | undefined, email: string | undefined): Credentials => {
  if (token !== undefined) return { kind: "token", token };
  return email === undefined ? { kind: "demo-distributor" } : { kind: "demo-person", email };
};

/** The arguments, `"help"` if that is asked for, or a sentence that says what is wrong. */
export const readImportOptions = (args: readonly string[]): Result<ImportOptions | "help", string> => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const { server, format, token, as, help } = values;
    if (help) return ok("help");
    if (!serverSchema.safeParse(server).success || server === undefined) return fail("--server needs an http address.");
    if (format !== "connect") return fail("--format must be connect.");
    if (token !== undefined && as !== undefined) return fail("--token and --as exclude each other.");
    if (positionals.length === 0) return fail("There is no FILE to import.");
    return ok({ server, credentials: credentialsFrom(token, as), files: positionals });
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message);
    throw error;
  }
};
