import type { FastifyInstance, FastifyRequest } from "fastify";

/** Which methods a path accepts, to distinguish a wrong method from an unknown path. */
export interface KnownMethods {
  /** In alphabetical order; empty for an unknown path. */
  allowedFor(request: FastifyRequest): readonly string[];
}

const patternOf = (url: string): RegExp => {
  const source = url
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part.replaceAll(/[^\w-]/g, String.raw`\$&`)))
    .join("/");
  return new RegExp(`^${source}$`);
};

/** Records each route as it is registered. Register it before the routes. */
export const knowMethods = (app: FastifyInstance): KnownMethods => {
  const known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook("onRoute", ({ url, method }) => {
    const route = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) route.methods.add(each);
    known.set(url, route);
  });
  return {
    allowedFor: ({ url }) => {
      const [path = ""] = url.split("?");
      const methods = [...known.values()].flatMap(({ pattern, methods: own }) => (pattern.test(path) ? [...own] : []));
      return [...new Set(methods)].toSorted();
    },
  };
};
