import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** Signing in, and who is signed in. */
export const sessionSentences = {
  "signed-in-already": { happened: "Somebody is already signed in.", next: "Sign out first." },
  "not-signed-in": { happened: "Nobody is signed in.", next: "Choose a person on the start page." },
  "person-unknown": {
    happened: "The server knows no active person with the address {{email}}.",
    next: "Check the address, or ask your administrator for an account.",
  },
  "session-refused": {
    happened: "The server did not accept your session.",
    next: "Sign in again. Your waiting decisions are kept and will be sent.",
  },
  "link-not-valid": {
    happened: "This link is not valid, or no longer valid.",
    next: "Use the link in the newest mail, or ask the sender for a new one.",
  },
  "sign-in-refused": {
    happened: "The address and the password do not match, or the account is not active.",
    next: "Check both. If you have not set a password yet, use the link in the mail that you received.",
  },
  "password-missing": {
    happened: "This server asks for a password.",
    next: "Type the password of {{email}} and sign in.",
  },
  "another-person": {
    happened: "On the server, {{email}} now belongs to another person.",
    next: "Sign out and sign in again. Whatever is waiting to be sent is kept on this device.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
