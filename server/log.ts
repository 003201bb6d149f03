import type { FastifyBaseLogger } from "fastify";
import { fastify } from "fastify";

/** Structured log lines. Never a name, an address or a reason: ids and figures only. */
export type Log = FastifyBaseLogger;

/** pino, as JSON lines to stderr: stdout carries nothing but the ready line. */
export const createLog = (level: "info" | "warn" | "silent"): Log =>
  fastify({ logger: { level, stream: process.stderr, base: null } }).log;
