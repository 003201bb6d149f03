import type { FastifyInstance } from "fastify";

/** The app that routes are registered on. */
export type HttpApp = FastifyInstance;
