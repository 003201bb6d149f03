import type { FastifyInstance } from "fastify";

/** What routes are put on. */
export type HttpApp = FastifyInstance;
