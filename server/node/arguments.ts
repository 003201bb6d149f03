import { parseArgs } from "node:util";
import ipaddr from "ipaddr.js";

import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { DatabaseTimeouts } from "#server/foundation/db/timeouts.ts";
import { requestTimeouts } from "#server/foundation/db/timeouts.ts";
import { isVaultKey } from "#server/foundation/vault/vault.ts";

/** The command line arguments of the server. */
export interface ServerArguments {
  readonly port: number;
  readonly dataFolder: string;
  readonly demo?: { readonly orders: number };
}

export const serverUsage = `Usage: npm run server -- [--port N] [--data DIR] [--demo] [--orders N]

  --port N    the port on 127.0.0.1; without it a free one
  --data DIR  where the server keeps its PostgreSQL (default .countersign/server); unused when DATABASE_URL is set
  --demo      sign-in by address alone, and a sample network in an empty database
  --orders N  how many orders the sample network has (default 200)`;

const wholeNumber = (name: string, text: string, highest: number): Result<number, string> => {
  const value = Number(text);
  return /^\d{1,9}$/.test(text) && value <= highest
    ? ok(value)
    : fail(`--${name} must be a whole number from 0 to ${highest}, not "${text}".`);
};

const options = {
  port: { type: "string", default: "0" },
  data: { type: "string", default: ".countersign/server" },
  demo: { type: "boolean", default: false },
  orders: { type: "string" },
} as const;

/** The settings from the environment. */
export interface ServerEnvironment {
  readonly databaseUrl?: string | undefined;
  readonly host: string;
  readonly natsUrl?: string | undefined;
  readonly metricsToken?: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly secretKeys: readonly string[];
  readonly drainSeconds: number;
  readonly timeouts: DatabaseTimeouts;
}

/** A shorter one could be guessed. */
const shortestToken = 16;

/** Names for groups of proxies, besides addresses and ranges. */
const proxyNames = new Set(["loopback", "linklocal", "uniquelocal"]);

const listIn = (text = ""): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const keysIn = (text: string | undefined): Result<readonly string[], string> => {
  const keys = listIn(text);
  return keys.every(isVaultKey)
    ? ok(keys)
    : fail("COUNTERSIGN_SECRET_KEY takes keys of 32 bytes in base64, separated by commas, the newest first.");
};

const proxiesIn = (text: string | undefined): Result<readonly string[], string> => {
  const proxies = listIn(text);
  const wrong = proxies.find((proxy) => !(proxyNames.has(proxy) || ipaddr.isValid(proxy) || ipaddr.isValidCIDR(proxy)));
  return wrong === undefined
    ? ok(proxies)
    : fail(
        `TRUSTED_PROXIES takes addresses, ranges such as 10.0.0.0/8, and ${[...proxyNames].join(", ")}, not "${wrong}".`,
      );
};

const secondsIn = (
  env: NodeJS.ProcessEnv,
  name: string,
  { least, otherwise }: { readonly least: number; readonly otherwise: number },
): Result<number, string> => {
  const text = env[name] ?? String(otherwise);
  return /^\d{1,3}$/.test(text) && Number(text) >= least
    ? ok(Number(text))
    : fail(`${name} must be a whole number from ${least} to 999, not "${text}".`);
};

/** The environment, or a sentence that says what is wrong. */
export const readEnvironment = (env: NodeJS.ProcessEnv): Result<ServerEnvironment, string> => {
  const metricsToken = env["METRICS_TOKEN"];
  if (metricsToken !== undefined && metricsToken.length < shortestToken)
    return fail(`METRICS_TOKEN must have ${shortestToken} characters or more.`);
  const drainSeconds = secondsIn(env, "DRAIN_SECONDS", { least: 0, otherwise: 0 });
  if (!drainSeconds.ok) return drainSeconds;
  const statementSeconds = secondsIn(env, "DATABASE_SECONDS", {
    least: 1,
    otherwise: requestTimeouts.statement / 1_000,
  });
  if (!statementSeconds.ok) return statementSeconds;
  const trustedProxies = proxiesIn(env["TRUSTED_PROXIES"]);
  if (!trustedProxies.ok) return trustedProxies;
  const secretKeys = keysIn(env["COUNTERSIGN_SECRET_KEY"]);
  if (!secretKeys.ok) return secretKeys;
  return ok({
    databaseUrl: env["DATABASE_URL"],
    host: env["HOST"] ?? "127.0.0.1",
    natsUrl: env["NATS_URL"],
    metricsToken,
    trustedProxies: trustedProxies.value,
    secretKeys: secretKeys.value,
    drainSeconds: drainSeconds.value,
    timeouts: { ...requestTimeouts, statement: statementSeconds.value * 1_000 },
  });
};

/** The arguments, or a sentence that says what is wrong. */
export const readServerArguments = (args: readonly string[]): Result<ServerArguments, string> => {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const port = wholeNumber("port", values.port, 65_535);
    if (!port.ok) return port;
    if (values.data === "") return fail("--data needs a folder.");
    if (values.orders !== undefined && !values.demo) return fail("--orders belongs to --demo.");
    const orders = wholeNumber("orders", values.orders ?? "200", 1_000_000);
    if (!orders.ok) return orders;
    const common = { port: port.value, dataFolder: values.data };
    return ok(values.demo ? { ...common, demo: { orders: orders.value } } : common);
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message);
    throw error;
  }
};
