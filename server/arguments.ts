import { parseArgs } from "node:util";

import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

/** What a person may say when they start the server. */
export interface ServerArguments {
  readonly port: number;
  readonly dataFolder: string;
  readonly demo?: { readonly orders: number };
}

export const usage = `Usage: npm run server -- [--port N] [--data DIR] [--demo] [--orders N]

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

/** What the environment says beside the arguments. */
export interface ServerEnvironment {
  readonly databaseUrl?: string | undefined;
  readonly host: string;
  readonly natsUrl?: string | undefined;
  readonly metricsToken?: string | undefined;
  readonly drainSeconds: number;
}

/** A shorter one could be guessed. */
const shortestToken = 16;

/** The environment, or a sentence that says what does not fit. */
export const readEnvironment = (env: NodeJS.ProcessEnv): Result<ServerEnvironment, string> => {
  const metricsToken = env["METRICS_TOKEN"];
  if (metricsToken !== undefined && metricsToken.length < shortestToken)
    return fail(`METRICS_TOKEN must have ${shortestToken} characters or more.`);
  const drain = env["DRAIN_SECONDS"] ?? "0";
  if (!/^\d{1,3}$/.test(drain)) return fail(`DRAIN_SECONDS must be a whole number from 0 to 999, not "${drain}".`);
  return ok({
    databaseUrl: env["DATABASE_URL"],
    host: env["HOST"] ?? "127.0.0.1",
    natsUrl: env["NATS_URL"],
    metricsToken,
    drainSeconds: Number(drain),
  });
};

/** The arguments, or a sentence that says what does not fit. */
export const readArguments = (args: readonly string[]): Result<ServerArguments, string> => {
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
