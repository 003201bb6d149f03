import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** A command on its way from a device to the server. */
export const commandSentences = {
  "command-type-unknown": {
    happened: "The server does not know the action {{type}}.",
    next: "The server may be older than this application. Ask your administrator to update it, then decide again.",
  },
  "command-malformed": {
    happened: "The decision could not be read: {{path}} {{problem}}.",
    next: "Decide again on the order. If it happens again, report this message to your administrator.",
  },
  "text-too-long": {
    happened: "The text has {{actual}} characters; at most {{max}} are allowed.",
    next: "Shorten it and send it again.",
  },
  "actor-mismatch": {
    happened: "The decision was not made by the person who is signed in.",
    next: "Sign in as the person who made the decision.",
  },
  "earlier-command-missing": {
    happened:
      "An earlier decision of this device never arrived, and after {{days}} days this one no longer waits for it.",
    next: "Look at the order as it is now and decide again.",
  },
  "device-of-another-person": {
    happened: "The decision comes from a device that is registered to another person.",
    next: "Sign out and in again on this device, then decide again.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
