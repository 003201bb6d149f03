import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** Between a device and its server. */
export const connectionSentences = {
  "server-unreachable": {
    happened: "The server cannot be reached.",
    next: "Keep working; your decisions are kept and sent when the connection is back.",
  },
  offline: {
    happened: "There is no connection to the server.",
    next: "Try again when you are online.",
  },
  "no-answer": {
    happened: "The server did not answer.",
    next: "Try again. If you were changing something, check first whether the change was made.",
  },
  cancelled: {
    happened: "This was cancelled before the server answered.",
    next: "If you were changing something, check whether the change was made.",
  },
  "answer-too-large": {
    happened: "The server answered with more than can be shown at once.",
    next: "Ask for less at once.",
  },
  "server-address-unusable": {
    happened: "Countersign cannot use the address {{address}}.",
    next: "Type an address that begins with https://. Only a server on this computer may begin with http://.",
  },
  "server-unknown": {
    happened: "There is no Countersign server at {{address}}.",
    next: "Check the address, or ask your administrator for it.",
  },
  "server-failed": {
    happened: "The server answered with an error (status {{status}}).",
    next: "Keep working; your decisions are kept and sent again. If this goes on, tell your administrator.",
  },
  "client-too-old": {
    happened: "This version of Countersign is too old for the server.",
    next: "Install the current version. Your waiting decisions are kept and will be sent then.",
  },
  "server-too-old": {
    happened: "The server is too old for this version of Countersign.",
    next: "Ask your administrator to update the server. Your waiting decisions are kept and will be sent then.",
  },
  "epoch-changed": {
    happened: "The server was restored from a backup or set up again.",
    next: "Wait until all orders have been loaded again.",
  },
  unexpected: {
    happened: "Something went wrong that should not have.",
    next: "Try again. If it happens again, report it with the time and what you did.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
