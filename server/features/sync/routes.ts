import type { FastifyInstance } from "fastify";

import { sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import {
  ownProtocols,
  protocolHeader,
  protocolObjection,
  readProtocols,
} from "@countersign/shared/contract/protocol-version.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { pullRoute } from "./pull.ts";
import { pushRoute } from "./push.ts";
import { streamRoute } from "./stream.ts";

/** A device whose protocols are none of ours stops before anything is exchanged; its outbox waits for the update. */
const requireProtocol = (app: FastifyInstance): void => {
  app.addHook("onRequest", async ({ headers }) => {
    const objection = protocolObjection(readProtocols(headers[protocolHeader]), ownProtocols);
    if (objection !== undefined) throw new HttpProblem(426, objection);
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
