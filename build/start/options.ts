import { resolve } from "node:path";
import { parseArgs } from "node:util";

import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

export const startUsage = `npm start -- [options]

  --server URL    use this server; without it, a demo server is started beside the application
  --as EMAIL      open this person's inbox
  --data DIR      where all data is kept (default: .countersign)
  --port N        port of the screens in a browser (default: a free one)
  --orders N      how many orders the demo has (default: 200)
  --browser       show the screens in a browser, even if Electron is available
  --headless      open no window; the address is printed`;

export interface StartOptions {
  readonly server?: string;
  readonly as?: string;
  readonly directory: string;
  readonly port: number;
  readonly orders: number;
  readonly isBrowser: boolean;
  readonly isHeadless: boolean;
}

/** The most orders that the server creates. */
const mostDemoOrders = 1_000_000;

const wholeNumber = (text: string, name: string, most: number): Result<number, string> => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && number <= most
    ? ok(number)
    : fail(`${name} must be a whole number from 0 to ${most}, not ${text}`);
};

/** Reads the arguments of `npm start`; a sentence if they are invalid. */
export const readStartOptions = (args: readonly string[]): Result<StartOptions, string> => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: "string" },
        as: { type: "string" },
        data: { type: "string", default: ".countersign" },
        port: { type: "string", default: "0" },
        orders: { type: "string", default: "200" },
        browser: { type: "boolean", default: false },
        headless: { type: "boolean", default: false },
      },
    });
    const port = wholeNumber(values.port, "--port", 65_535);
    if (!port.ok) return port;
    const orders = wholeNumber(values.orders, "--orders", mostDemoOrders);
    if (!orders.ok) return orders;
    return ok({
      ...(values.server === undefined ? {} : { server: values.server }),
      ...(values.as === undefined ? {} : { as: values.as }),
      directory: resolve(values.data),
      port: port.value,
      orders: orders.value,
      isBrowser: values.browser,
      isHeadless: values.headless,
    });
  } catch (error) {
    // parseArgs throws for unknown options, with a message meant for people.
    return fail(error instanceof Error ? error.message : String(error));
  }
};
