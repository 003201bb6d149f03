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

/** One row for each wrong password. The address is hashed: it may be unknown, or a password typed into the wrong field. */
interface FailedSignInTable {
  address_hash: string;
  at: Instant;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    failed_sign_ins: FailedSignInTable;
  }
}

/** After this many wrong passwords for one address in this time, no further one is checked until it is over. */
const mostFailures = 10;
const failureMillis = 15 * 60 * 1_000;

const hashOf = (address: string): string => createHash("sha256").update(address).digest("hex");

const since = (now: Instant): Instant => instantFromMillis(millisOf(now) - failureMillis);

/** The refusal after too many failures, with the time to wait; for unknown addresses as well. */
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

/** Removes failures that no longer count. */
export const forgetFailures = async (db: Database, now: Instant): Promise<void> => {
  await db.deleteFrom("failed_sign_ins").where("at", "<", since(now)).execute();
};

/** Somebody who signed in, and when the password that they used was set. */
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

/** The hash to compare with for an unknown address, so that the answer takes as long as for a known one. */
let nobodys: Promise<string> | undefined;

/**
 * The person with this address and this password. The refusal is the same, and takes the same work, for an unknown
 * address, an inactive person, somebody without a password, and a wrong password. After too many wrong passwords, the
 * address is blocked for a while.
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
