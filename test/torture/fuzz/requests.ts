import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { Random } from "@countersign/server/demo/random.ts";

import { mutated, nastyText } from "./mutations.ts";
import type { Operation } from "./operations.ts";
import { valueFor } from "./values.ts";

/** A request to the server. */
export interface FuzzRequest {
  readonly method: Operation["method"];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** What a request may name: callers by their headers, and ids that exist. */
export interface Surroundings {
  readonly callers: readonly Readonly<Record<string, string>>[];
  readonly orders: readonly string[];
  readonly others: readonly string[];
}

const inAddress = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return "%ED%A0%80";
  }
};

const pathOf = ({ path }: Operation, { orders, others }: Surroundings, random: Random): string =>
  path.replaceAll(/\{\w+\}/g, () => {
    if (random.chance(0.9)) return random.pick(path.includes("/orders/") && random.chance(0.9) ? orders : others);
    return random.chance(0.2) ? random.pick(["%", "%00", "%E0%A4%A", "..%2f"]) : inAddress(nastyText(random));
  });

const queryOf = ({ parameters }: Operation, random: Random): string => {
  const pairs = parameters
    .filter((parameter) => parameter.in === "query" && (parameter.required === true || random.chance(0.4)))
    .map(({ name, schema }) => {
      const value = random.chance(0.9) ? String(valueFor(schema, random)) : nastyText(random);
      return `${name}=${inAddress(value)}`;
    });
  if (random.chance(0.05)) pairs.push(`${inAddress(nastyText(random))}=${inAddress(nastyText(random))}`);
  if (random.chance(0.05)) pairs.push(...pairs);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

const bodyOf = ({ body }: Operation, random: Random): string => {
  const whole = body && random.chance(0.5) && body.examples.length > 0 ? random.pick(body.examples) : undefined;
  const value = whole ?? (body === undefined ? {} : valueFor(body.schema, random));
  const text = JSON.stringify(random.chance(0.45) ? mutated(value, random) : value);
  if (random.chance(0.05)) return text.slice(0, random.integer(0, text.length));
  if (random.chance(0.03)) return `${text}${text}`;
  if (random.chance(0.03)) return random.pick(["", "null", "[", '{"a":', "1e999", "\ufeff{}", "a=b&c=d"]);
  return text;
};

const contentTypes = ["text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16", "x"];

const headersOf = (hasBody: boolean, { callers }: Surroundings, random: Random): Record<string, string> => ({
  ...random.pick(callers),
  ...(random.chance(0.97) ? protocolHeaders : {}),
  ...(hasBody ? { "content-type": random.chance(0.97) ? "application/json" : random.pick(contentTypes) } : {}),
  ...(random.chance(0.05) ? { "idempotency-key": random.chance(0.8) ? `key-${random.integer(1, 50)}` : "no key" } : {}),
});

const methods = ["GET", "PUT", "POST", "PATCH", "DELETE"] as const;

/** A random request to one of the operations: mostly nearly valid, sometimes hardly a request. */
export const randomRequest = (
  operations: readonly Operation[],
  surroundings: Surroundings,
  random: Random,
): FuzzRequest => {
  const operation = random.pick(operations);
  const method = random.chance(0.97) ? operation.method : random.pick(methods);
  const hasBody = method !== "GET" && (operation.body !== undefined || random.chance(0.3));
  return {
    method,
    url: pathOf(operation, surroundings, random) + queryOf(operation, random),
    headers: headersOf(hasBody, surroundings, random),
    ...(hasBody ? { payload: bodyOf(operation, random) } : {}),
  };
};
