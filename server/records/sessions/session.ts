import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";

import type { Right } from "@countersign/shared/contract/api/rights.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import { rightsOf } from "#server/records/rights/rights-of-roles.ts";

import { findKey, noteUse } from "./api-keys/key-store.ts";
import { isKeySecret } from "./api-keys/secret.ts";
import type { Tokens } from "./tokens.ts";

interface PasswordTable {
  person_id: PersonId;
  set_at: Instant;
  hash: string;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    passwords: PasswordTable;
  }
}

/** Who makes this request, as the database knows them now. */
export interface Session {
  readonly person: Person;
  readonly tenantId: string;
  readonly epoch: string;
  /** The tenant's number when the request was opened. */
  readonly sequence?: number;
  /** Of the password that they signed in with; `null` without one, missing for a key. */
  readonly passwordSetAt?: Instant | null;
  /** Missing for a key that does not expire. */
  readonly expiresAt?: Instant;
  /** What the person's roles give; with a key, only what the key has of it. */
  readonly rights: ReadonlySet<Right>;
  /** The API key that speaks for the person. */
  readonly key?: { readonly id: string };
}

/** For whom something is done: what of a session outlives its request. */
export type Actor = Pick<Session, "person" | "tenantId">;

export interface Sessions {
  /** Refuses a request without a signed-in person, before its body is read. No API key is accepted here. */
  readonly required: onRequestAsyncHookHandler;
  /** Refuses a request whose person or API key does not have the right, before its body is read. */
  requires(right: Right): onRequestAsyncHookHandler;
  /** The session of a request that passed one of them. */
  of(request: FastifyRequest): Session;
  /** The same where a request may have none. */
  find(request: FastifyRequest): Session | undefined;
  /** Whether the session's time is over. */
  hasExpired(session: Pick<Session, "expiresAt">): boolean;
  /** Whether the person still has access by this session, as the database knows it now. */
  isAccepted(session: Pick<Session, "person" | "passwordSetAt">): Promise<boolean>;
}

const bearer = /^Bearer ([\w.-]{1,4096})$/i;

const refused = (): HttpProblem => new HttpProblem(401, "session-refused");

interface Source {
  readonly db: Database;
  readonly tokens: Tokens;
  readonly clock: Clock;
}

const sessionOfKey = async ({ db, clock }: Source, secret: string): Promise<Session | undefined> => {
  const now = clock.now();
  const known = await findKey(db, secret, now);
  if (known === undefined) return undefined;
  const { key, person, kind, tenantId, epoch } = known;
  await noteUse(db, key, now);
  const { id, expiresAt } = key;
  const whole = rightsOf(person.roles, kind);
  const rights = new Set(key.rights.filter((right) => whole.has(right)));
  return { person, tenantId, epoch, rights, key: { id }, ...(expiresAt === undefined ? {} : { expiresAt }) };
};

const sessionOfPerson = async ({ db, tokens }: Source, token: string): Promise<Session | undefined> => {
  const claim = await tokens.read(token);
  if (claim === undefined) return undefined;
  const row = await db
    .selectFrom("people")
    .innerJoin("tenants", "tenants.id", "people.tenant_id")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .leftJoin("passwords", "passwords.person_id", "people.id")
    .select(["people.document", "people.tenant_id", "tenants.epoch", "tenants.counter", "organisations.kind"])
    .select("passwords.set_at")
    .where("people.id", "=", claim.personId)
    .where("people.is_active", "=", true)
    .executeTakeFirst();
  const { passwordSetAt, expiresAt } = claim;
  // Another password ends every session that was begun with the one before it, whenever that was.
  if (row === undefined || row.set_at !== passwordSetAt) return undefined;
  const { document: person, tenant_id: tenantId, epoch, counter: sequence, kind } = row;
  return { person, tenantId, epoch, sequence, passwordSetAt, expiresAt, rights: rightsOf(person.roles, kind) };
};

/** Knows the people behind requests. A person's rights are read at each request, so that a change counts at once. */
export const sessionsOf = (db: Database, tokens: Tokens, clock: Clock): Sessions => {
  const source: Source = { db, tokens, clock };
  const known = new WeakMap<FastifyRequest, Session>();

  const open = async (request: FastifyRequest): Promise<Session> => {
    const token = bearer.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) throw refused();
    const session = await (isKeySecret(token) ? sessionOfKey(source, token) : sessionOfPerson(source, token));
    if (session === undefined) throw refused();
    known.set(request, session);
    return session;
  };

  return {
    required: async (request) => {
      const { key } = await open(request);
      if (key !== undefined) throw new HttpProblem(403, "key-not-accepted");
    },
    requires: (right) => async (request) => {
      const { rights } = await open(request);
      if (!rights.has(right)) throw new HttpProblem(403, "right-missing", { right });
    },
    of: (request) => {
      const session = known.get(request);
      if (session === undefined) throw refused();
      return session;
    },
    find: (request) => known.get(request),
    hasExpired: ({ expiresAt }) => expiresAt !== undefined && expiresAt <= clock.now(),
    isAccepted: async ({ person, passwordSetAt }) => {
      const row = await db
        .selectFrom("people")
        .leftJoin("passwords", "passwords.person_id", "people.id")
        .select(["people.is_active", "passwords.set_at"])
        .where("people.id", "=", person.id)
        .executeTakeFirst();
      return row?.is_active === true && (passwordSetAt === undefined || passwordSetAt === row.set_at);
    },
  };
};
