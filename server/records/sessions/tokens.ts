import { errors, jwtVerify, SignJWT } from "jose";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, instantSchema, millisOf } from "@countersign/shared/domain/instant.ts";

import type { SigningKey } from "./signing-key.ts";
import { algorithm } from "./signing-key.ts";

const issuer = "countersign-server";
const audience = "countersign-client";

/** NIST SP 800-63B: whoever signed in does so anew after thirty days at the latest. */
const lifetimeMillis = 30 * 24 * 60 * 60 * 1000;

/** Whom a token speaks for, and until when. What this person may do is read from the database each time. */
export interface TokenClaim {
  readonly personId: PersonId;
  /** When the password was set that they signed in with; `null` without one, as in the demo. */
  readonly passwordSetAt: Instant | null;
  readonly expiresAt: Instant;
}

export interface Tokens {
  issue(personId: PersonId, passwordSetAt: Instant | null): Promise<{ token: string; expiresAt: Instant }>;
  /** `undefined` for a token that is expired, altered, or not one of ours. */
  read(token: string): Promise<TokenClaim | undefined>;
}

const passwordClaim = "password_set_at";
const passwordSchema = instantSchema.optional();

const wholeSeconds = (millis: number): number => Math.floor(millis / 1000);

const instantOf = (seconds: number): Instant => instantFromMillis(seconds * 1000);

/** Every token checked anew. */
const checkedTokens = ({ id, privateKey, publicKey }: SigningKey, clock: Clock): Tokens => ({
  issue: async (personId, passwordSetAt) => {
    const issued = wholeSeconds(millisOf(clock.now()));
    const expires = issued + wholeSeconds(lifetimeMillis);
    const token = await new SignJWT(passwordSetAt === null ? {} : { [passwordClaim]: passwordSetAt })
      .setProtectedHeader({ alg: algorithm, kid: id })
      .setSubject(personId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(privateKey);
    return { token, expiresAt: instantOf(expires) };
  },

  read: async (token) => {
    try {
      const currentDate = new Date(clock.now());
      const { payload } = await jwtVerify(token, publicKey, {
        issuer,
        audience,
        algorithms: [algorithm],
        currentDate,
        requiredClaims: ["sub", "exp"],
      });
      const subject = personIdSchema.safeParse(payload.sub);
      const password = passwordSchema.safeParse(payload[passwordClaim]);
      const { exp } = payload;
      return subject.success && password.success && exp !== undefined
        ? { personId: subject.data, passwordSetAt: password.data ?? null, expiresAt: instantOf(exp) }
        : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  },
});

/** So many tokens are remembered once they were checked; beyond them, the one seen first is checked anew. */
const rememberedTokens = 20_000;

/**
 * Sessions as signed tokens: any node that has the key can check one without asking anybody. What a token says never
 * changes, so its signature is checked once; whether it is still good is asked each time.
 */
export const signedTokens = (key: SigningKey, clock: Clock): Tokens => {
  const signed = checkedTokens(key, clock);
  const known = new Map<string, TokenClaim>();
  return {
    issue: (personId, passwordSetAt) => signed.issue(personId, passwordSetAt),
    read: async (token) => {
      const claim = known.get(token) ?? (await signed.read(token));
      if (claim === undefined || claim.expiresAt <= clock.now()) {
        known.delete(token);
        return undefined;
      }
      const [oldest] = known.size >= rememberedTokens && !known.has(token) ? known.keys() : [];
      if (oldest !== undefined) known.delete(oldest);
      known.set(token, claim);
      return claim;
    },
  };
};
