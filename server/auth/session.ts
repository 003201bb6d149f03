import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";

import type { Clock, Instant } from "#shared/domain/instant.ts";
import type { Person } from "#shared/domain/people.ts";

import { HttpProblem } from "#server/api/problem.ts";
import type { Database } from "#server/db/database.ts";

import type { Tokens } from "./tokens.ts";

/** Who makes this request, as the database knows them now. */
export interface Session {
  readonly person: Person;
  readonly tenantId: string;
  readonly epoch: string;
  readonly expiresAt: Instant;
}

/** For whom something is done: what of a session outlives its request. */
export type Actor = Pick<Session, "person" | "tenantId">;

export interface Sessions {
  /** Refuses a request without a session, before its body is read. */
  readonly required: onRequestAsyncHookHandler;
  /** The session of a request that passed `required`. */
  of(request: FastifyRequest): Session;
  /** Whether the person may still go on: for answers that last longer than a request. */
  isAlive(session: Session): Promise<boolean>;
}

const bearer = /^Bearer ([\w.-]{1,4096})$/i;

const refused = (): HttpProblem => new HttpProblem(401, "session-refused");

const findSession = async (db: Database, tokens: Tokens, header: string): Promise<Session | undefined> => {
  const token = bearer.exec(header)?.[1];
  const claim = token === undefined ? undefined : await tokens.read(token);
  if (claim === undefined) return undefined;
  const row = await db
    .selectFrom("people")
    .innerJoin("tenants", "tenants.id", "people.tenant_id")
    .select(["people.document", "people.tenant_id", "tenants.epoch"])
    .where("people.id", "=", claim.personId)
    .where("people.is_active", "=", true)
    .executeTakeFirst();
  return row && { person: row.document, tenantId: row.tenant_id, epoch: row.epoch, expiresAt: claim.expiresAt };
};

/** Knows the people behind requests. A person's rights are read at each request, so that a change counts at once. */
export const sessionsOf = (db: Database, tokens: Tokens, clock: Clock): Sessions => {
  const known = new WeakMap<FastifyRequest, Session>();
  return {
    required: async (request) => {
      const session = await findSession(db, tokens, request.headers.authorization ?? "");
      if (session === undefined) throw refused();
      known.set(request, session);
    },
    of: (request) => {
      const session = known.get(request);
      if (session === undefined) throw refused();
      return session;
    },
    isAlive: async ({ person, expiresAt }) => {
      if (expiresAt <= clock.now()) return false;
      const row = await db.selectFrom("people").select("is_active").where("id", "=", person.id).executeTakeFirst();
      return row?.is_active === true;
    },
  };
};
