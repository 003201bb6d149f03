import type { CommandRefusalCode } from "#shared/commands/refusals.ts";
import { commandRefusalCodes } from "#shared/commands/refusals.ts";
import type { EngineRefusalCode } from "#shared/engine/refusals.ts";
import { engineRefusalCodes } from "#shared/engine/refusals.ts";

/** What can go wrong around the engine: the local store, the session, the connection, a request that does not fit. */
export const applicationErrorCodes = [
  "local-store-full",
  "local-store-read-only",
  "local-store-locked",
  "local-store-damaged",
  "not-signed-in",
  "person-unknown",
  "session-refused",
  "server-unreachable",
  "server-failed",
  "client-too-old",
  "epoch-changed",
  "request-malformed",
  "request-unknown",
  "request-too-large",
  "not-allowed",
  "not-found",
  "organisation-unknown",
  "currency-mismatch",
  "amount-too-large",
  "order-number-taken",
  "unexpected",
] as const;

export type ApplicationErrorCode = (typeof applicationErrorCodes)[number];

/** The closed list: every refusal and error that a person can meet has a code here and a sentence in `sentences.ts`. */
export const errorCodes = [...engineRefusalCodes, ...commandRefusalCodes, ...applicationErrorCodes] as const;

export type ErrorCode = EngineRefusalCode | CommandRefusalCode | ApplicationErrorCode;

export const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);
