import type { Operation } from "@countersign/shared/contract/api/operation.ts";

import type { HttpApp } from "#server/foundation/http/http-app.ts";

interface Described {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { value: unknown }>> }>>;
  };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Described>>>>;

/** What integrators read about operations in the API's own description. */
export const descriptionsOf = async (app: HttpApp, operations: Readonly<Record<string, Operation>>) => {
  const { paths } = (await app.inject({ url: "/openapi.json" })).json<{ paths: Paths }>();
  return Object.values(operations).map(({ id, method, path, body }) => {
    const described = paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
    if (described === undefined) throw new Error(`${method} ${path} is not described`);
    const { tags, summary, description, requestBody } = described;
    const examples = Object.values(requestBody?.content["application/json"]?.examples ?? {}).map(({ value }) => value);
    const isTold = /^\S+ .*\S$/s.test(summary) && (description === undefined || /^[A-Z].*\.$/s.test(description));
    return {
      id,
      tags,
      examples,
      /** Whether its texts begin and end like sentences, and its examples are accepted as bodies. */
      isUsable: isTold && examples.every((one) => body?.safeParse(one).success),
    };
  });
};
