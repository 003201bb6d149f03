import pg from "pg";
import { ZodError } from "zod";

/** The parts of an error that may be logged. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [fact: string]: unknown;
}

const longestChain = 4;

/** Only scheme and host of a URL are kept: the rest may name people or contain a key. */
const url = /\b([a-z][a-z\d+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#"'<>]+)[^\s"'<>]*/gi;
const address = /[^\s<>"'(),;:=]+@[^\s<>"'(),;:]+/g;
const quoted = /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g;
const secret = /\b(?:csk_|whsec_|whsk_|eyJ)[\w.+/=-]*/g;

const scrubbed = (text: string): string =>
  text.replace(url, "$1$2/…").replace(address, "…").replace(secret, "…").replace(quoted, "…").slice(0, 500);

/** The stack frames, without the first lines, which repeat the message. */
const placesOf = ({ stack = "" }: Error): string =>
  stack
    .split("\n")
    .filter((line) => /^ {4}at /.test(line))
    .join("\n");

const wordLike = /^[\w-]{1,40}$/;

const ownFacts = (error: Error): object => {
  // PostgreSQL quotes values in message and detail.
  if (error instanceof pg.DatabaseError) {
    const { code, severity, table, column, constraint, routine } = error;
    return { code, severity, table, column, constraint, routine };
  }
  if (error instanceof ZodError)
    return {
      issues: error.issues.slice(0, 20).map(({ code, path }) => ({ code, path: path.join(".").slice(0, 100) })),
    };
  const { code, responseCode, status } = error as { code?: unknown; responseCode?: unknown; status?: unknown };
  const facts = {
    ...(typeof code === "string" && wordLike.test(code) ? { code } : {}),
    ...(typeof responseCode === "number" ? { responseCode } : {}),
    ...(typeof status === "number" ? { status } : {}),
  };
  // JSON parsers and mail servers quote their input.
  return error instanceof SyntaxError || "response" in error ? facts : { ...facts, message: scrubbed(error.message) };
};

const factsOf = (error: unknown, depth: number): ErrorFacts => {
  if (!(error instanceof Error)) return { type: typeof error, message: "", stack: "" };
  const { cause } = error;
  return {
    type: wordLike.test(error.name) ? error.name : "Error",
    message: "",
    ...ownFacts(error),
    ...(cause !== undefined && depth < longestChain ? { cause: factsOf(cause, depth + 1) } : {}),
    stack: placesOf(error),
  };
};

/** An error as it is logged: kind, codes and places, and a message without personal data or what people wrote. */
export const errorFacts = (error: unknown): ErrorFacts => factsOf(error, 1);
