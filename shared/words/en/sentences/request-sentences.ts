import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** A request to the API, whatever it is about. */
export const requestSentences = {
  "document-changed": {
    happened: "It was changed in the meantime: you saw revision {{seen}}, and now it is {{current}}.",
    next: "Look at it again, then decide.",
  },
  "database-unavailable": {
    happened: "The server could not reach its database in time.",
    next: "Try again in {{seconds}} seconds. Your request may have been carried out; repeated with the same idempotency key, it is not carried out twice.",
  },
  "request-malformed": {
    happened: "The request is not valid: {{path}} {{problem}}.",
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
    happened: "This idempotency key has already been used for another request.",
    next: "Send a new key with each new request, and the same one only to repeat a request.",
  },
  "request-in-progress": {
    happened: "The same request is still being processed.",
    next: "Wait a moment and repeat it with the same idempotency key.",
  },
  "too-many-requests": {
    happened: "The server accepts no more requests from this caller for now.",
    next: "Wait {{seconds}} seconds and try again; the refused request had no effect.",
  },
  "method-not-allowed": {
    happened: "This address does not accept {{method}}, only {{allowed}}.",
    next: "Check the method.",
  },
  "not-found": {
    happened: "There is nothing here for you.",
    next: "Check the address; what you are looking for may have been withdrawn.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
