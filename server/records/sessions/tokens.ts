import { errors, jwtVerify, SignJWT } from "jose";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, instantSchema, millisOf } from "@countersign/shared/domain/instant.ts";

import type { SigningKey } from "./signing-key.ts";
import { algorithm } from "./signing-key.ts";

const issuer = "countersign-server";
const audience = "countersign-client";

/** NIST SP 800-63B: people have to sign in again after thirty days at the latest. */
const lifetimeMillis = 30 * 24 * 60 * 60 * 1000;

/** Whose token it is, and until when. The person's rights are read from the database each time. */
export interface TokenClaim {
  readonly personId: PersonId;
  /** When the password that they signed in with was set; `null` without one, as in the demo. */
  readonly passwordSetAt: Instant | null;
  readonly expiresAt: Instant;
}

export interface Tokens {
  issue(personId: PersonId, passwordSetAt: Instant | null): Promise<{ token: string; expiresAt: Instant }>;
  /** `undefined` for a token that is expired, altered or not ours. */
  read(token: string): Promise<TokenClaim | undefined>;
}

const passwordClaim = "password_set_at";
const passwordSchema = instantSchema.optional();

const wholeSeconds = (millis: number): number => Math.floor(millis / 1000);

const instantOf = (seconds: number): Instant => instantFromMillis(seconds * 1000);

/** Checks the signature each time. */
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

/** How many checked tokens are remembered; beyond that, the one seen first is dropped. */
const rememberedTokens = 20_000;

/**
 * Sessions as signed tokens: any node with the key can check one by itself. The content of a token never changes, so its
 * signature is checked once; whether it is still valid is checked each time.
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
