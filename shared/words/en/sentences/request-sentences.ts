import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** A request to the API, whatever it is about. */
export const requestSentences = {
  "document-changed": {
    happened: "It was changed in the meantime: you saw revision {{seen}}, and now it is {{current}}.",
    next: "Look at it again, then decide anew.",
  },
  "database-unavailable": {
    happened: "The server could not reach its database in time.",
    next: "Try again in {{seconds}} seconds. What you sent may have been done; the same request with the same idempotency key is not done twice.",
  },
  "request-malformed": {
    happened: "The request does not fit: {{path}} {{problem}}.",
    next: "Correct the named field and send the request again.",
  },
  "request-unknown": {
    happened: "There is no {{name}}.",
    next: "Check the address or the name.",
  },
  "request-too-large": {
    happened: "The request is larger than {{max}} bytes.",
    next: "Send it in smaller parts.",
  },
  "not-allowed": {
    happened: "Your role does not allow this.",
    next: "Ask an administrator for the right.",
  },
  "right-missing": {
    happened: "This needs the right {{right}}.",
    next: "Ask an administrator for a role or an API key that has it.",
  },
  "key-not-accepted": {
    happened: "An API key is not accepted here.",
    next: "Call this as a signed-in person.",
  },
  "idempotency-key-reused": {
    happened: "This idempotency key came with another request before.",
    next: "Send a new key with each new request, and the same one only to repeat a request.",
  },
  "request-in-progress": {
    happened: "The same request is being worked on.",
    next: "Wait a moment and repeat it with the same idempotency key.",
  },
  "too-many-requests": {
    happened: "There were more requests than the server takes from one caller.",
    next: "Wait {{seconds}} seconds and try again; nothing of the refused request was done.",
  },
  "method-not-allowed": {
    happened: "This address does not take {{method}}, only {{allowed}}.",
    next: "Check the method.",
  },
  "not-found": {
    happened: "There is nothing here for you.",
    next: "Check the address; what you look for may have been withdrawn.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
