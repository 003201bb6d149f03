import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import { fastify, LogController } from "fastify";
import { serializerCompiler } from "fastify-type-provider-zod";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { demoRoutes } from "#server/demo/demo-routes.ts";
import { passwordPage } from "#server/features/people/passwords/password-page.ts";
import { mountSync } from "#server/features/sync/routes.ts";
import { inquiryPage } from "#server/features/tiers/inquiry-page.ts";
import { admission } from "#server/foundation/http/admission.ts";
import { answerErrors, answerNoise, answerUnreadable, bodyLimit } from "#server/foundation/http/errors.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import { repeatRequests } from "#server/foundation/http/idempotency.ts";
import { knowMethods } from "#server/foundation/http/methods.ts";
import { describeRoutes } from "#server/foundation/http/openapi.ts";
import type { RateLimits } from "#server/foundation/http/rate-limits.ts";
import { defaultRateLimits, limitRates } from "#server/foundation/http/rate-limits.ts";
import { requireRights } from "#server/foundation/http/require-rights.ts";
import { validatorCompiler } from "#server/foundation/http/validation.ts";
import { logAbout } from "#server/foundation/log/log.ts";
import { mountRoutes } from "#server/records/routes/mount-routes.ts";
import type { Services } from "#server/records/services.ts";

import { apiRoutes } from "./api-routes.ts";
import { mountLinkPages } from "./link-page-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { openApiRoute } from "./openapi-route.ts";

const isForeign = (origin: string | undefined, host: string): boolean =>
  origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);

/** Pages from other origins get nothing: there is no CORS, and a request with a foreign origin is refused. */
const refuseForeignOrigins = (app: FastifyInstance): void => {
  app.addHook(
    "onRequest",
    admission(({ headers, host }) => (isForeign(headers.origin, host) ? refuse("not-allowed") : ok(undefined))),
  );
};

/** Every log line about a request contains its id, and so does its answer. */
const nameRequests = (app: FastifyInstance): void => {
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header(requestIdHeader, request.id);
    logAbout({ requestId: request.id }, done);
  });
  // Reading the body may have left the context.
  app.addHook("preValidation", (request, _reply, done) => logAbout({ requestId: request.id }, done));
};

/** Tells a device that cannot read an answer whether the server is newer. */
const nameProtocols = (app: FastifyInstance): void => {
  app.addHook("onRequest", async (_request, reply) => void reply.headers(protocolHeaders));
};

/** Logs one line per answer, with the route's pattern, never the path or query, which may name people. */
const countAnswers = (app: FastifyInstance, { metrics }: Services): void => {
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions, log, id: requestId } = request;
    const { url: route = "unknown", config } = routeOptions;
    const status = reply.statusCode;
    const millis = Math.round(reply.elapsedTime);
    log.info({ requestId, method, route, status, millis }, "answered");
    if (config.isStream === true && status === 200) return;
    metrics.requests.observe({ method, route, status }, reply.elapsedTime / 1_000);
  });
};

/** Requests come before jobs; streams do not count, because nobody waits for their end. */
const comeFirst = (app: FastifyInstance, { traffic }: Services): void => {
  app.addHook("onRequest", async ({ routeOptions }, { raw }) => {
    if (routeOptions.config.isStream !== true) raw.once("close", traffic.begin());
  });
};

const requestIdHeader = "x-request-id";

interface AppOptions {
  /** Offers sign-in by address. */
  readonly isDemo: boolean;
  readonly limits?: Partial<RateLimits>;
  /** The token for reading the metrics; if missing, nobody can. */
  readonly metricsToken?: string | undefined;
  /** The address that opens the application. */
  readonly appUrl?: string | undefined;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustedProxies?: readonly string[] | undefined;
}

/** The API as a Fastify app, not listening yet. */
export const buildApp = async (
  services: Services,
  { isDemo, limits, metricsToken, appUrl, trustedProxies = [] }: AppOptions,
): Promise<HttpApp> => {
  const base = fastify({
    loggerInstance: services.log,
    genReqId: () => services.ids.next(),
    // `nameRequests` adds the request id, also to the lines of everything that the request calls.
    childLoggerFactory: (log) => log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: [...trustedProxies],
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerNoise,
    // Such names in a JSON body are dropped instead of failing the request.
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
  });
  base.setValidatorCompiler(validatorCompiler);
  base.setSerializerCompiler(serializerCompiler);
  requireRights(base);
  answerErrors(base, knowMethods(base));
  refuseForeignOrigins(base);
  nameRequests(base);
  nameProtocols(base);
  comeFirst(base, services);
  countAnswers(base, services);
  await base.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  base.addHook("onSend", async (_request, reply) => void reply.header("cache-control", "no-store"));
  await limitRates(base, services.sessions, { ...defaultRateLimits, ...limits });
  repeatRequests(base, services.sessions, services);
  const document = await describeRoutes(base);
  mountRoutes(base, services.sessions, [
    openApiRoute(document),
    ...metricsRoutes(services, metricsToken),
    ...(isDemo ? demoRoutes(services) : []),
    ...apiRoutes(services),
  ]);
  mountSync(base, services);
  await mountLinkPages(base, services.sessions, [inquiryPage(services), passwordPage(services, appUrl)]);
  return base;
};
