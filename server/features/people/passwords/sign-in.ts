import { createHash } from "node:crypto";

import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Services } from "#server/records/services.ts";

import { hashPassword, isPassword } from "./password.ts";

/** One row for each wrong password. The address is hashed: it may be nobody's, or a password typed into the wrong field. */
interface FailedSignInTable {
  address_hash: string;
  at: Instant;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    failed_sign_ins: FailedSignInTable;
  }
}

/** So many wrong passwords for one address, within this time, and no further one is looked at until it is over. */
const mostFailures = 10;
const failureMillis = 15 * 60 * 1_000;

const hashOf = (address: string): string => createHash("sha256").update(address).digest("hex");

const since = (now: Instant): Instant => instantFromMillis(millisOf(now) - failureMillis);

/** Says when to try again after too many failures, for addresses of nobody as well. */
const tooManyFailures = async (
  db: Database,
  address: string,
  now: Instant,
): Promise<Refusal<"too-many-requests"> | undefined> => {
  const rows = await db
    .selectFrom("failed_sign_ins")
    .select("at")
    .where("address_hash", "=", hashOf(address))
    .where("at", ">", since(now))
    .orderBy("at", "desc")
    .limit(mostFailures)
    .execute();
  const oldest = rows[mostFailures - 1];
  if (oldest === undefined) return undefined;
  const seconds = Math.max(1, Math.ceil((millisOf(oldest.at) + failureMillis - millisOf(now)) / 1_000));
  return refusal("too-many-requests", { seconds });
};

/** Forgets failures that no longer count. */
export const forgetFailures = async (db: Database, now: Instant): Promise<void> => {
  await db.deleteFrom("failed_sign_ins").where("at", "<", since(now)).execute();
};

/** Somebody who signed in, and which password it was by. */
export interface PasswordHolder {
  readonly person: Person;
  readonly passwordSetAt: Instant;
}

interface Candidate extends PasswordHolder {
  readonly hash: string;
}

/** Active people with this address and a password: one in each network at most. */
const candidatesFor = (db: Database, address: string): Promise<Candidate[]> =>
  db
    .selectFrom("people")
    .innerJoin("passwords", "passwords.person_id", "people.id")
    .select(["people.document as person", "passwords.hash", "passwords.set_at as passwordSetAt"])
    .where("people.email", "=", address)
    .where("people.is_active", "=", true)
    .orderBy("people.id")
    .execute();

/** Compared with where there is nobody, so that an unknown address takes as long as a known one. */
let nobodys: Promise<string> | undefined;

/**
 * The person with this address and this password. Whether the address is unknown, not active, without a password, or the
 * password is wrong: the answer is the same and takes the same work. After too many wrong passwords for an address
 * nobody signs in with it for a while.
 */
export const signInByPassword = async (
  { db, clock }: Services,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Result<PasswordHolder, Refusal<"too-many-requests" | "sign-in-refused">>> => {
  const address = email.toLowerCase();
  const objection = await tooManyFailures(db, address, clock.now());
  if (objection !== undefined) return fail(objection);
  const candidates = await candidatesFor(db, address);
  nobodys ??= hashPassword("nobody's password");
  let found: PasswordHolder | undefined;
  for (const { hash, ...holder } of candidates) if (await isPassword(password, hash)) found ??= holder;
  if (candidates.length === 0) await isPassword(password, await nobodys);
  if (found === undefined) {
    await db
      .insertInto("failed_sign_ins")
      .values({ address_hash: hashOf(address), at: clock.now() })
      .execute();
    return refuse("sign-in-refused");
  }
  await db.deleteFrom("failed_sign_ins").where("address_hash", "=", hashOf(address)).execute();
  return ok(found);
};
