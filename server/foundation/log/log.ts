import { AsyncLocalStorage } from "node:async_hooks";
import type { Writable } from "node:stream";

import type { FastifyBaseLogger } from "fastify";
import { fastify } from "fastify";

import { errorFacts } from "./error-facts.ts";

/** Structured log lines. Never a name, an address or a reason: ids and figures only. */
export type Log = FastifyBaseLogger;

const subject = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Does `work`; every line that is logged meanwhile says what it is about. Ids only. */
export const logAbout = <Answer>(about: Readonly<Record<string, string>>, work: () => Answer): Answer =>
  subject.run(about, work);

/** pino, as JSON lines to stderr: stdout carries nothing but the ready line. */
export const createLog = (level: "trace" | "info" | "warn" | "silent", stream: Writable = process.stderr): Log =>
  fastify({
    logger: { level, stream, base: null, mixin: () => ({ ...subject.getStore() }), serializers: { err: errorFacts } },
  }).log;
