import type { FastifyReply, FastifyRequest } from "fastify";

import type { AnswerOf, Operation, Taken } from "@countersign/shared/contract/api/operation.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Right } from "@countersign/shared/contract/api/rights.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { orThrow } from "#server/foundation/http/problem.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Session } from "#server/records/sessions/session.ts";

/** Who may call a route: anybody, any signed-in person (but no API key), or a person or key with this right. */
export type RouteRight = "anybody" | "signed-in" | Right;

/** The declaration of a route. */
interface Declared {
  readonly operation: Operation;
  readonly right: RouteRight;
  readonly tags: readonly [string, ...string[]];
  readonly summary: string;
  readonly description?: string;
  /** Example bodies for a schema that transforms its input: zod drops the examples of such a schema. */
  readonly examples?: readonly unknown[];
  /** The route accepts a secret that could be guessed, so attempts are limited more strictly. */
  readonly isGuessable?: true;
  /** The answer contains a secret, so it is never stored and cannot be repeated. */
  readonly showsSecret?: true;
}

/** Further declarations of a raw route. */
interface RawDeclared extends Declared {
  /** Its answer lasts as long as the client reads it. */
  readonly isStream?: true;
  /** It is left out of the OpenAPI document. */
  readonly isHidden?: true;
}

/** An admitted request with its parsed input. */
interface Call<Asked extends Operation, May extends RouteRight> {
  readonly session: May extends "anybody" ? undefined : Session;
  readonly params: Taken<Asked, "params">;
  readonly query: Taken<Asked, "query">;
  readonly body: Taken<Asked, "body">;
  readonly headers: FastifyRequest["headers"];
  /** Missing without an idempotency key. */
  readonly repeatable: Repeatable | undefined;
}

/** The same if the route reads the body itself. */
interface RawCall<Asked extends Operation, May extends RouteRight> extends Omit<Call<Asked, May>, "body"> {
  readonly body: unknown;
}

/** A route for `mountRoutes`. */
export interface Route extends RawDeclared {
  /** Its schemas do not check the body or serialize the answer: they are only for the OpenAPI document. */
  readonly isRaw: boolean;
  readonly answers: (request: FastifyRequest, reply: FastifyReply, session: Session | undefined) => Promise<unknown>;
}

/** The operation and the right of a route, with their types. */
interface Typed<Asked extends Operation, May extends RouteRight> {
  readonly operation: Asked;
  readonly right: May;
}

/** The answer's status, if the operation has several. */
interface Several<Asked extends Operation> {
  readonly statusOf?: (answer: AnswerOf<Asked>) => number;
}

type Handled<Answer> = Result<Answer, RequestRefusal> | Promise<Result<Answer, RequestRefusal>>;

/** Answers an operation, for callers with the right. */
export const route = <const Asked extends Operation, const May extends RouteRight>(
  { statusOf, ...definition }: Declared & Typed<Asked, May> & Several<Asked>,
  handle: (call: Call<Asked, May>) => Handled<AnswerOf<Asked>>,
): Route => ({
  ...definition,
  isRaw: false,
  answers: async ({ params, query, body, repeatable, headers }, reply, session) => {
    const answer = orThrow(await handle({ session, params, query, body, repeatable, headers } as Call<Asked, May>));
    const { statuses: [usual] = [200] } = definition.operation;
    return reply.status(statusOf?.(answer) ?? usual).send(answer);
  },
});

/**
 * The same for bodies and answers that their schema does not handle: a body that is read element by element, an answer
 * that is sent as it comes from the database, a stream, a page. The handler returns what to send, or the reply it used.
 */
export const rawRoute = <const Asked extends Operation, const May extends RouteRight>(
  definition: RawDeclared & Typed<Asked, May>,
  handle: (call: RawCall<Asked, May>, reply: FastifyReply) => Handled<unknown>,
): Route => ({
  ...definition,
  isRaw: true,
  answers: async ({ params, query, body, repeatable, headers }, reply, session) =>
    orThrow(await handle({ session, params, query, body, repeatable, headers } as RawCall<Asked, May>, reply)),
});
