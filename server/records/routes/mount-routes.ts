import { admission } from "#server/foundation/http/admission.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import type { Sessions } from "#server/records/sessions/session.ts";

import type { Route, RouteRight } from "./route.ts";

/** Lets only callers with the route's right through, before the body is read. */
const entranceOf = (right: RouteRight, sessions: Sessions) =>
  right === "anybody" ? {} : { onRequest: admission((request) => sessions.admit(request, right)) };

const configOf = ({ operation, right, isRaw, examples, isGuessable, showsSecret, isStream }: Route) => {
  const { id: operationId, body, answer } = operation;
  return {
    right,
    operationId,
    ...(isRaw && { documented: { ...(body && { body }), response: { 200: answer } } }),
    ...(examples && { examples }),
    ...(isGuessable && { isGuessable }),
    ...(showsSecret && { showsSecret }),
    ...(isStream && { isStream }),
  };
};

const schemaOf = ({ operation, isRaw, tags, summary, description, isHidden }: Route) => {
  const { params, query, body, answer, statuses = [200] } = operation;
  return {
    tags,
    summary,
    ...(description !== undefined && { description }),
    ...(isHidden && { hide: true }),
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && !isRaw && { body }),
    ...(!isRaw && { response: Object.fromEntries(statuses.map((status) => [status, answer])) }),
  };
};

/** Registers routes on the app: the only place where requests are passed to their handlers. */
export const mountRoutes = (app: HttpApp, sessions: Sessions, routes: readonly Route[]): void => {
  for (const each of routes) {
    const { method, path: url } = each.operation;
    app.route({
      method,
      url,
      ...entranceOf(each.right, sessions),
      config: configOf(each),
      schema: schemaOf(each),
      handler: (request, reply) => each.answers(request, reply, sessions.find(request)),
    });
  }
};
