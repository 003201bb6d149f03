import type { FastifyInstance } from "fastify";

import { protocolHeader, protocolVersion, sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { pullRoute } from "./pull.ts";
import { pushRoute } from "./push.ts";
import { streamRoute } from "./stream.ts";

/** A client of another protocol stops before anything is exchanged; its outbox waits for the update. */
const requireProtocol = (app: FastifyInstance): void => {
  app.addHook("onRequest", async ({ headers }) => {
    if (headers[protocolHeader] !== String(protocolVersion)) throw new HttpProblem(426, "client-too-old");
  });
};

/** What a device replicates with. */
export const syncRoutes = (app: HttpApp, services: Services): void => {
  void app.register((routes: HttpApp, _options: object, done: () => void) => {
    const { sessions } = services;
    requireProtocol(routes);
    routes.addHook("onRequest", sessions.required);
    const documented = { response: { 200: sessionAnswerSchema } };
    const schema = { tags: ["replication"], summary: "Whom the token speaks for, and which life of the data it meets" };
    routes.get("/v1/session", { config: { documented }, schema }, (request) => {
      const { person, epoch } = sessions.of(request);
      return { person, epoch };
    });
    pullRoute(routes, services);
    pushRoute(routes, services);
    streamRoute(routes, services);
    done();
  });
};
