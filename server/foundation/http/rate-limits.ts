import { createHash } from "node:crypto";

import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { Caller, Callers } from "./callers.ts";
import { HttpProblem } from "./problem.ts";

/** How many requests a minute one caller gets from one node. */
export interface RateLimits {
  /** From all devices of a person together. */
  readonly person: number;
  /** From one session: each device signs in by itself. */
  readonly device: number;
  /** By one API key. */
  readonly key: number;
  /** From one address where nobody need sign in. */
  readonly address: number;
  /** From one address where somebody could guess: passwords, and links that were mailed. */
  readonly guess: number;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who knows a secret gets further here, so that many tries are not let through. */
    isGuessable?: boolean;
  }
}

/** Far above what anybody does who means well: a first replication of 100,000 documents is some 500 requests. */
export const defaultRateLimits: RateLimits = {
  person: 100_000,
  device: 60_000,
  key: 6_000,
  address: 60_000,
  guess: 120,
};

const minute = 60_000;

/** So many callers of each kind are remembered; beyond them the one seen longest ago starts anew. */
const remembered = 50_000;

/** What is counted of a session's request, without keeping its token. */
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
 * Answers callers that ask too much with 429 and when to come back. It is decided before a body is read, and after it is
 * known who asks. Each node counts by itself.
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
