import type { FastifyRequest } from "fastify";

/** Who makes a request: for whom it is counted, and whose key repeats it. */
export interface Caller {
  readonly person: { readonly id: string };
  /** The API key that speaks for the person. */
  readonly key?: { readonly id: string };
}

/** What answering a request needs to know of who asks; what these may do is not its matter. */
export interface Callers {
  /** The caller of a request that was let through. */
  of(request: FastifyRequest): Caller;
  /** The same where nobody need be known. */
  find(request: FastifyRequest): Caller | undefined;
}
