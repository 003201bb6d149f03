import type { FastifyRequest } from "fastify";

/** Who makes a request: for rate limits and idempotency keys. */
export interface Caller {
  readonly person: { readonly id: string };
  /** The API key that acts in the person's name. */
  readonly key?: { readonly id: string };
}

/** What HTTP handling needs to know about callers; their rights are checked elsewhere. */
export interface Callers {
  /** The caller of an admitted request. */
  of(request: FastifyRequest): Caller;
  /** The same for requests that may be anonymous. */
  find(request: FastifyRequest): Caller | undefined;
}
