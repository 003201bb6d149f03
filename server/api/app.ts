import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import { fastify, LogController } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { serializerCompiler } from "fastify-type-provider-zod";
import { sql } from "kysely";
import { z } from "zod";

import { apiKeyRoutes } from "#server/auth/api-keys/routes.ts";
import { demoRoutes } from "#server/auth/demo-routes.ts";
import { erpRoutes } from "#server/erp/routes.ts";
import { lifeRoutes } from "#server/life/routes.ts";
import { mailRoutes } from "#server/mail/routes.ts";
import { orderRoutes } from "#server/orders/routes.ts";
import { partnerRoutes } from "#server/partners/routes.ts";
import { peopleRoutes } from "#server/people/routes.ts";
import { quoteRoutes } from "#server/quotes/routes.ts";
import { subscriptionRoutes } from "#server/subscriptions/routes.ts";
import { syncRoutes } from "#server/sync/routes.ts";
import { webhookRoutes } from "#server/webhooks/routes.ts";

import { answerErrors, answerNoise, answerUnreadable, bodyLimit } from "./errors.ts";
import { repeatRequests } from "./idempotency.ts";
import { knowMethods } from "./methods.ts";
import { describeRoutes } from "./openapi.ts";
import { HttpProblem } from "./problem.ts";
import type { RateLimits } from "./rate-limits.ts";
import { defaultRateLimits, limitRates } from "./rate-limits.ts";
import type { Services } from "./services.ts";
import { validatorCompiler } from "./validation.ts";

/** The app whose routes know the types of their zod schemas. */
const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();
export type App = ReturnType<typeof typed>;

const isForeign = (origin: string, host: string): boolean => !URL.canParse(origin) || new URL(origin).host !== host;

/** No page of another origin gets anything: there is no CORS, and a request that names a foreign origin is refused. */
const refuseForeignOrigins = (app: FastifyInstance): void => {
  app.addHook("onRequest", async ({ headers: { origin }, host }) => {
    if (origin !== undefined && isForeign(origin, host)) throw new HttpProblem(403, "not-allowed");
  });
};

/** One line for each answer: the route's pattern, never the address or a query, which may name people. */
const logAnswers = (app: FastifyInstance): void => {
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions, log } = request;
    const millis = Math.round(reply.elapsedTime);
    log.info({ method, route: routeOptions.url ?? "unknown", status: reply.statusCode, millis }, "answered");
  });
};

const healthRoutes = (app: FastifyInstance, { db, log }: Services): void => {
  const describe = (summary: string, status: string) => ({
    config: { isPublic: true, documented: { response: { 200: z.strictObject({ status: z.literal(status) }) } } },
    schema: { tags: ["operation"], summary },
  });
  app.get("/health", describe("Whether the process lives", "ok"), () => ({ status: "ok" }));
  app.get("/ready", describe("Whether it can work: its database answers", "ready"), async () => {
    try {
      await sql`select 1`.execute(db);
      return { status: "ready" };
    } catch (error) {
      log.warn({ err: error }, "the database does not answer");
      throw new HttpProblem(503, "server-failed", { status: 503 });
    }
  });
};

interface AppOptions {
  /** Offers sign-in by address. */
  readonly isDemo: boolean;
  readonly limits?: Partial<RateLimits>;
}

/** The API as a Fastify app, not listening yet. */
export const buildApp = async (services: Services, { isDemo, limits }: AppOptions): Promise<App> => {
  const base = fastify({
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerNoise,
    // A JSON body may use these names; they stay plain data and the strict schemas refuse them where they do not belong.
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
  });
  base.setValidatorCompiler(validatorCompiler);
  base.setSerializerCompiler(serializerCompiler);
  answerErrors(base, knowMethods(base));
  refuseForeignOrigins(base);
  logAnswers(base);
  await base.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  base.addHook("onSend", async (_request, reply) => void reply.header("cache-control", "no-store"));
  await limitRates(base, services.sessions, { ...defaultRateLimits, ...limits });
  repeatRequests(base, services);
  await describeRoutes(base, services.sessions);
  healthRoutes(base, services);
  const app = typed(base);
  if (isDemo) demoRoutes(app, services);
  syncRoutes(app, services);
  orderRoutes(app, services);
  partnerRoutes(app, services);
  erpRoutes(app, services);
  lifeRoutes(app, services);
  quoteRoutes(app, services);
  subscriptionRoutes(app, services);
  mailRoutes(app, services);
  peopleRoutes(app, services);
  apiKeyRoutes(app, services);
  webhookRoutes(app, services);
  return app;
};
