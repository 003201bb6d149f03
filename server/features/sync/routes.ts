import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import {
  ownProtocols,
  protocolHeader,
  protocolObjection,
  readProtocols,
} from "@countersign/shared/contract/protocol-version.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { admission } from "#server/foundation/http/admission.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import { mountRoutes } from "#server/records/routes/mount-routes.ts";
import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { pullRoute } from "./pull.ts";
import { pushRoute } from "./push.ts";
import { eventStream } from "./stream.ts";

/** Stops a device without a common protocol before anything is exchanged; its outbox waits for the update. */
const commonProtocol = admission(({ headers }) => {
  const objection = protocolObjection(readProtocols(headers[protocolHeader]), ownProtocols);
  return objection === undefined ? ok(undefined) : refuse(objection);
});

const sessionRoute = (): Route =>
  rawRoute(
    {
      operation: replicationOperations.readSession,
      right: "signed-in",
      tags: ["replication"],
      summary: "The person of the token, and the epoch of the data",
    },
    ({ session: { person, epoch } }) => ok({ person, epoch }),
  );

/** Mounts what devices replicate with. */
export const mountSync = (app: HttpApp, services: Services): void => {
  void app.register((scope: HttpApp, _options: object, done: () => void) => {
    scope.addHook("onRequest", commonProtocol);
    const { route: streamRoute, close } = eventStream(services);
    scope.addHook("preClose", async () => close());
    mountRoutes(scope, services.sessions, [sessionRoute(), pullRoute(services), pushRoute(services), streamRoute]);
    done();
  });
};
