import { AsyncLocalStorage } from "node:async_hooks";
import type { Writable } from "node:stream";

import type { FastifyBaseLogger } from "fastify";
import { fastify } from "fastify";

import { errorFacts } from "./error-facts.ts";

/** Structured log lines with ids and figures only: never a name, an address or a reason. */
export type Log = FastifyBaseLogger;

const subject = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Does `work`, and adds `about`, which holds only ids, to every line logged meanwhile. */
export const logAbout = <Answer>(about: Readonly<Record<string, string>>, work: () => Answer): Answer =>
  subject.run(about, work);

/** Logs JSON lines to stderr, because stdout is for the ready line alone. */
export const createLog = (level: "trace" | "info" | "warn" | "silent", stream: Writable = process.stderr): Log =>
  fastify({
    logger: { level, stream, base: null, mixin: () => ({ ...subject.getStore() }), serializers: { err: errorFacts } },
  }).log;
