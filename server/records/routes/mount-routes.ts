import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Sessions } from "#server/records/sessions/session.ts";

import type { Route, RouteRight } from "./route.ts";

/** Nobody is let through whom the route's right does not name, and no body is read before that is known. */
const entranceOf = (right: RouteRight, sessions: Sessions) => {
  switch (right) {
    case "anybody":
      return {};
    case "signed-in":
      return { onRequest: sessions.required };
    default:
      return { onRequest: sessions.requires(right) };
  }
};

/** Puts routes on the app: the only place where a request is given to somebody who answers it. */
export const mountRoutes = (app: HttpApp, sessions: Sessions, routes: readonly Route[]): void => {
  for (const { operation, right, answers, tags, summary, description, examples, isGuessable, showsSecret } of routes) {
    const { id, method, path, params, query, body, answer, statuses = [200] } = operation;
    app.route({
      method,
      url: path,
      ...entranceOf(right, sessions),
      config: {
        right,
        operationId: id,
        ...(examples && { examples }),
        ...(isGuessable && { isGuessable }),
        ...(showsSecret && { showsSecret }),
      },
      schema: {
        tags,
        summary,
        ...(description && { description }),
        ...(params && { params }),
        ...(query && { querystring: query }),
        ...(body && { body }),
        response: Object.fromEntries(statuses.map((status) => [status, answer])),
      },
      handler: (request, reply) => answers(request, reply, sessions.find(request)),
    });
  }
};
