import type { FastifyReply, FastifyRequest } from "fastify";

import type { AnswerOf, Operation, Taken } from "@countersign/shared/contract/api/operation.ts";

import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Right } from "#server/records/sessions/rights.ts";
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

interface Definition<Asked extends Operation, May extends RouteRight> extends Declared {
  readonly operation: Asked;
  readonly right: May;
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

/** A route that `mountRoutes` puts on the app. */
export interface Route extends Declared {
  readonly answers: (request: FastifyRequest, reply: FastifyReply, session: Session | undefined) => Promise<unknown>;
}

type Answering<Asked extends Operation> = AnswerOf<Asked> | Promise<AnswerOf<Asked>>;

/** Answers an operation, for whom the right lets through. */
export const route = <const Asked extends Operation, const May extends RouteRight>(
  definition: Definition<Asked, May>,
  handle: (call: Call<Asked, May>) => Answering<Asked>,
): Route => ({
  ...definition,
  answers: async ({ params, query, body, repeatable }, reply, session) => {
    const answer = await handle({ session, params, query, body, repeatable } as Call<Asked, May>);
    const { statuses: [status] = [200] } = definition.operation;
    return reply.status(status).send(answer);
  },
});
