import type { FastifyRequest } from "fastify";

import type { Right } from "@countersign/shared/contract/api/rights.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database } from "#server/foundation/db/database.ts";
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

/** Who makes a request, according to the current database. */
export interface Session {
  readonly person: Person;
  readonly tenantId: string;
  readonly epoch: string;
  /** The tenant's number when the request was opened. */
  readonly sequence?: number;
  /** When the password that they signed in with was set; `null` without one, missing for a key. */
  readonly passwordSetAt?: Instant | null;
  /** Missing for a key that does not expire. */
  readonly expiresAt?: Instant;
  /** The rights from the person's roles; with a key, only those that the key has too. */
  readonly rights: ReadonlySet<Right>;
  /** The API key that acts in the person's name. */
  readonly key?: { readonly id: string };
}

/** The person who acts: the part of a session that outlives its request. */
export type Actor = Pick<Session, "person" | "tenantId">;

export interface Sessions {
  /** Opens the session of a request: of a signed-in person, not an API key; or of either with the right. */
  admit(request: FastifyRequest, needed: "signed-in" | Right): Promise<Result<Session, RequestRefusal>>;
  /** The session of an admitted request. */
  of(request: FastifyRequest): Session;
  /** The same for a request that may have none. */
  find(request: FastifyRequest): Session | undefined;
  /** Whether the session has expired. */
  hasExpired(session: Pick<Session, "expiresAt">): boolean;
  /** Whether this session is still valid, according to the current database. */
  isAccepted(session: Pick<Session, "person" | "passwordSetAt">): Promise<boolean>;
}

const bearer = /^Bearer ([\w.-]{1,4096})$/i;

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
  // A new password ends every session that began with an earlier one, whenever that was.
  if (row === undefined || row.set_at !== passwordSetAt) return undefined;
  const { document: person, tenant_id: tenantId, epoch, counter: sequence, kind } = row;
  return { person, tenantId, epoch, sequence, passwordSetAt, expiresAt, rights: rightsOf(person.roles, kind) };
};

/** Finds the people behind requests. Their rights are read for each request, so that changes apply at once. */
export const sessionsOf = (db: Database, tokens: Tokens, clock: Clock): Sessions => {
  const source: Source = { db, tokens, clock };
  const known = new WeakMap<FastifyRequest, Session>();

  return {
    admit: async (request, needed) => {
      const token = bearer.exec(request.headers.authorization ?? "")?.[1];
      const read = token !== undefined && isKeySecret(token) ? sessionOfKey : sessionOfPerson;
      const session = token === undefined ? undefined : await read(source, token);
      if (session === undefined) return refuse("session-refused");
      if (needed === "signed-in") {
        if (session.key !== undefined) return refuse("key-not-accepted");
      } else if (!session.rights.has(needed)) return refuse("right-missing", { right: needed });
      known.set(request, session);
      return ok(session);
    },
    of: (request) => {
      const session = known.get(request);
      if (session === undefined) throw new Error("This request was not admitted");
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
