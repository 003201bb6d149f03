import type { FastifyInstance } from "fastify";

/** From now on, no route can be registered that does not say who may call it. */
export const requireRights = (app: FastifyInstance): void => {
  app.addHook("onRoute", ({ config, method, url }) => {
    if (config?.right === undefined) throw new Error(`${String(method)} ${url} does not say who may call it`);
  });
};
