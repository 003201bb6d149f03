import { createHash } from "node:crypto";

import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { Caller, Callers } from "./callers.ts";
import { HttpProblem } from "./problem.ts";

/** How many requests per minute one node accepts from one caller. */
export interface RateLimits {
  /** From all devices of a person together. */
  readonly person: number;
  /** From one session: each device has its own. */
  readonly device: number;
  /** With one API key. */
  readonly key: number;
  /** From one address, for routes without sign-in. */
  readonly address: number;
  /** From one address, where secrets could be guessed: passwords and mailed links. */
  readonly guess: number;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route accepts a secret that could be guessed, so attempts are limited more strictly. */
    isGuessable?: boolean;
  }
}

/** Far above legitimate use: a first replication of 100,000 documents is some 500 requests. */
export const defaultRateLimits: RateLimits = {
  person: 100_000,
  device: 60_000,
  key: 6_000,
  address: 60_000,
  guess: 120,
};

const minute = 60_000;

/** How many callers of each kind are remembered; beyond that, the least recently seen one is forgotten. */
const remembered = 50_000;

/** Identifies a session without keeping its token. */
const tokenOf = ({ headers }: FastifyRequest): string =>
  createHash("sha256")
    .update(headers.authorization ?? "")
    .digest("base64url");

type Kind = keyof RateLimits;

const kindsFor = (caller: Caller | undefined, { routeOptions }: FastifyRequest): readonly Kind[] => {
  if (caller === undefined) return routeOptions.config.isGuessable === true ? ["address", "guess"] : ["address"];
  return caller.key === undefined ? ["person", "device"] : ["key"];
};

/**
 * Answers callers over their limit with 429 and when to come back; before the body is read, but once the caller is known.
 * Each node counts by itself.
 */
export const limitRates = async (app: FastifyInstance, callers: Callers, limits: RateLimits): Promise<void> => {
  await app.register(rateLimit, { global: false, timeWindow: minute, cache: remembered });
  const keys: Record<Kind, (request: FastifyRequest) => string> = {
    person: (request) => callers.of(request).person.id,
    device: tokenOf,
    key: (request) => callers.of(request).key?.id ?? "",
    address: ({ ip }) => ip,
    guess: ({ ip }) => ip,
  };
  const limiterOf = (kind: Kind) =>
    app.createRateLimit({ max: limits[kind], timeWindow: minute, keyGenerator: keys[kind] });
  const limiters = {
    person: limiterOf("person"),
    device: limiterOf("device"),
    key: limiterOf("key"),
    address: limiterOf("address"),
    guess: limiterOf("guess"),
  };

  app.addHook("preParsing", async (request) => {
    for (const kind of kindsFor(callers.find(request), request)) {
      const result = await limiters[kind](request);
      if (result.isAllowed || !result.isExceeded) continue;
      throw new HttpProblem(refusal("too-many-requests", { seconds: Math.max(1, result.ttlInSeconds) }));
    }
  });
};
