import { z } from "zod";

import type { Loose } from "#shared/domain/loose.ts";
import { loosened } from "#shared/domain/loose.ts";

import { mailOperations } from "./api/mail.ts";
import type { Given, OperationShape } from "./api/operation.ts";

/**
 * What a screen may ask the server, through main and with the person's session. Main refuses every other operation, so
 * a compromised page can ask for no more than the screens do.
 */
export const askable = {
  readMailPreferences: mailOperations.readMailPreferences,
  writeMailPreferences: mailOperations.writeMailPreferences,
} as const;

type Askable = typeof askable;
export type AskName = keyof Askable;

type InputOf<Of extends OperationShape> = {
  readonly [Part in Extract<keyof Of, "params" | "query" | "body">]: Given<Of, Part>;
};
export type AskInput<Name extends AskName> = InputOf<Askable[Name]>;
/** Read loosely: the server may be newer. */
export type AskAnswer<Name extends AskName> = Loose<Askable[Name]["answer"]>;

export const isAskName = (name: string): name is AskName => Object.hasOwn(askable, name);

/** The checked input of an operation. */
export interface CheckedInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** What a newer server has added to a document goes back to it with the rest; whether it fits is the server's to say. */
const withAdded = (body: z.ZodType | undefined): z.ZodType | undefined =>
  body instanceof z.ZodObject ? body.loose() : body;

/** Checks the input that a window sends with an operation. */
export const askInputSchema = (name: AskName): z.ZodType<CheckedInput> => {
  const { params, query, body }: OperationShape = askable[name];
  const parts = Object.entries({ params, query, body: withAdded(body) }).filter(([, schema]) => schema !== undefined);
  return z.strictObject(Object.fromEntries(parts));
};

export const askAnswerSchema = <Name extends AskName>(name: Name): z.ZodType<AskAnswer<Name>> =>
  loosened(askable[name].answer) as z.ZodType<AskAnswer<Name>>;

/** Limits in bytes: an answer is one page of what a screen shows, a request what a person typed. */
export const longestAnswer = 4 * 1024 * 1024;
export const longestInput = 1024 * 1024;
