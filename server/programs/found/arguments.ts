import { parseArgs } from "node:util";

import { mailLanguageSchema } from "@countersign/shared/domain/mail-preferences.ts";
import { organisationSchema } from "@countersign/shared/domain/organisation.ts";
import { personSchema } from "@countersign/shared/domain/people.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Founding } from "./found-network.ts";

export interface FoundArguments extends Founding {
  readonly dataFolder: string;
}

export const foundUsage = `Usage: npm run found -- [--data DIR] --network NAME --distributor NAME --admin EMAIL --name NAME [--language CODE]

  --data DIR          the server's data folder (default .countersign/server), created if missing; unused when
                      DATABASE_URL is set
  --network NAME      the name of the new network
  --distributor NAME  the company at its top
  --admin EMAIL       the address of its first administrator
  --name NAME         the administrator's full name
  --language CODE     of the mails to them: ${mailLanguageSchema.options.join(", ")} (default en)`;

const options = {
  data: { type: "string", default: ".countersign/server" },
  network: { type: "string", default: "" },
  distributor: { type: "string", default: "" },
  admin: { type: "string", default: "" },
  name: { type: "string", default: "" },
  language: { type: "string", default: "en" },
} as const;

const { name: companyName } = organisationSchema.shape;
const { email, name: personName } = personSchema.shape;

/** The arguments, or a sentence that says what is wrong. */
export const readFoundArguments = (args: readonly string[]): Result<FoundArguments, string> => {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    const fields = {
      network: companyName.safeParse(values.network.trim()),
      distributor: companyName.safeParse(values.distributor.trim()),
      admin: email.safeParse(values.admin.trim()),
      name: personName.safeParse(values.name.trim()),
      language: mailLanguageSchema.safeParse(values.language),
    };
    if (!fields.network.success) return fail("--network needs a name of 1 to 200 characters.");
    if (!fields.distributor.success) return fail("--distributor needs a name of 1 to 200 characters.");
    if (!fields.admin.success) return fail("--admin needs an e-mail address.");
    if (!fields.name.success) return fail("--name needs a name of 1 to 200 characters.");
    if (!fields.language.success) return fail(`--language takes one of ${mailLanguageSchema.options.join(", ")}.`);
    return ok({
      dataFolder: values.data,
      network: fields.network.data,
      distributor: fields.distributor.data,
      admin: { email: fields.admin.data, name: fields.name.data, language: fields.language.data },
    });
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message);
    throw error;
  }
};
