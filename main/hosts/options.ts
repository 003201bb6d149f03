import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { serverAddress } from "#main/server-address.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

export interface HostOptions {
  /** Otherwise the one last chosen; if there is none, the application asks. */
  readonly server?: string;
  /** The data folder. */
  readonly directory: string;
  /** Whose inbox to open; otherwise that of the person last signed in, or the start page. */
  readonly as?: string;
  /** The port of the browser host; 0 picks a free one. */
  readonly port: number;
  readonly isHeadless: boolean;
}

/** The accepted options, for `parseArgs`. */
export const hostArguments = {
  server: { type: "string" },
  data: { type: "string" },
  as: { type: "string" },
  port: { type: "string", default: "0" },
  headless: { type: "boolean", default: false },
} as const;

/** Reads `--server URL --data DIR --as EMAIL --port N --headless`; a sentence if they are invalid. */
export const readHostOptions = (
  args: readonly string[],
  defaultDirectory = ".countersign/client",
): Result<HostOptions, string> => {
  try {
    const { values } = parseArgs({ args: [...args], options: hostArguments });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return fail(`--port must be a number from 0 to 65535, not ${values.port}`);
    const server = values.server === undefined ? undefined : serverAddress(values.server);
    if (values.server !== undefined && server === undefined)
      return fail(`--server must be an https address, or an http address of this machine, not ${values.server}`);
    return ok({
      ...(server === undefined ? {} : { server }),
      directory: resolve(values.data ?? defaultDirectory),
      ...(values.as === undefined ? {} : { as: values.as }),
      port,
      isHeadless: values.headless,
    });
  } catch (error) {
    // parseArgs throws for unknown options, with a message meant for people.
    return fail(error instanceof Error ? error.message : String(error));
  }
};
