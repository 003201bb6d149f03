import type { FastifyReply, FastifyRequest } from "fastify";

import type { AnswerOf, Operation, Taken } from "@countersign/shared/contract/api/operation.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Right } from "@countersign/shared/contract/api/rights.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { orThrow } from "#server/foundation/http/problem.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Session } from "#server/records/sessions/session.ts";

/** Who may call a route: anybody, whoever is signed in (and no API key), or a person or key with this right. */
export type RouteRight = "anybody" | "signed-in" | Right;

/** What a route says of itself. */
interface Declared {
  readonly operation: Operation;
  readonly right: RouteRight;
  readonly tags: readonly [string, ...string[]];
  readonly summary: string;
  readonly description?: string;
  /** Bodies that fit, of a schema that transforms what it reads: zod drops those that such a schema names itself. */
  readonly examples?: readonly unknown[];
  /** Who knows a secret gets further here, so that many tries are not let through. */
  readonly isGuessable?: true;
  /** The answer shows a secret, so it is never stored and cannot be repeated. */
  readonly showsSecret?: true;
}

/** What only a raw route says. */
interface RawDeclared extends Declared {
  /** Its answer lasts as long as somebody reads it. */
  readonly isStream?: true;
  /** It is no part of the API that the OpenAPI document describes. */
  readonly isHidden?: true;
}

/** A request that was let through and read. */
interface Call<Asked extends Operation, May extends RouteRight> {
  readonly session: May extends "anybody" ? undefined : Session;
  readonly params: Taken<Asked, "params">;
  readonly query: Taken<Asked, "query">;
  readonly body: Taken<Asked, "body">;
  /** Missing without an idempotency key. */
  readonly repeatable: Repeatable | undefined;
}

/** The same where the route reads the body itself. */
interface RawCall<Asked extends Operation, May extends RouteRight> extends Omit<Call<Asked, May>, "body"> {
  readonly body: unknown;
  readonly headers: FastifyRequest["headers"];
}

/** A route that `mountRoutes` puts on the app. */
export interface Route extends RawDeclared {
  /** Its body is not checked and its answer not written by its schema: both are for the OpenAPI document only. */
  readonly isRaw: boolean;
  readonly answers: (request: FastifyRequest, reply: FastifyReply, session: Session | undefined) => Promise<unknown>;
}

/** The operation and the right of a route, with their types. */
interface Typed<Asked extends Operation, May extends RouteRight> {
  readonly operation: Asked;
  readonly right: May;
}

/** The answer's status where the operation has several. */
interface Several<Asked extends Operation> {
  readonly statusOf?: (answer: AnswerOf<Asked>) => number;
}

type Handled<Answer> = Result<Answer, RequestRefusal> | Promise<Result<Answer, RequestRefusal>>;

/** Answers an operation, for whom the right lets through. */
export const route = <const Asked extends Operation, const May extends RouteRight>(
  { statusOf, ...definition }: Declared & Typed<Asked, May> & Several<Asked>,
  handle: (call: Call<Asked, May>) => Handled<AnswerOf<Asked>>,
): Route => ({
  ...definition,
  isRaw: false,
  answers: async ({ params, query, body, repeatable }, reply, session) => {
    const answer = orThrow(await handle({ session, params, query, body, repeatable } as Call<Asked, May>));
    const { statuses: [usual] = [200] } = definition.operation;
    return reply.status(statusOf?.(answer) ?? usual).send(answer);
  },
});

/**
 * The same for what is no JSON document of its schema: a body that is read element by element, an answer that goes from
 * the database to the wire as it is, a stream, a page. The handler returns what is sent, or the reply that it has used.
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
