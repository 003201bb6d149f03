import { createLog } from "#server/foundation/log/log.ts";

import { readServerArguments, readEnvironment, serverUsage } from "./arguments.ts";
import type { RunningServer } from "./start.ts";
import { startServer } from "./start.ts";
import { stopWithNpm } from "./stop-with-npm.ts";

/**
 * Shuts the program down on SIGINT, on SIGTERM or at the end of its parent process, whichever comes first. A signal may
 * come twice (to the group, and passed on by a parent); the second one must not interrupt the shutdown.
 */
const stopWhenAsked = (stop: (reason: string) => void): void => {
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  if (process.send !== undefined) process.once("disconnect", () => stop("the parent ended"));
  stopWithNpm(() => stop("npm ended"));
};

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const main = async (): Promise<void> => {
  const args = readServerArguments(process.argv.slice(2));
  const environment = readEnvironment(process.env);
  if (!args.ok || !environment.ok) {
    console.error(args.ok ? (environment.ok ? "" : environment.error) : `${args.error}\n\n${serverUsage}`);
    process.exitCode = 2;
    return;
  }

  const log = createLog("info");
  let isStopping = false;
  const starting: Promise<RunningServer> = startServer({
    ...args.value,
    ...environment.value,
    log,
  });
  stopWhenAsked((reason) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, "stopping");
    // A failed start has cleaned up after itself and is reported below.
    starting
      .then(
        (server) => server.stop(),
        () => undefined,
      )
      .then(() => process.exit())
      .catch((error: unknown) => {
        log.error({ err: error }, "could not shut down properly");
        process.exit(1);
      });
  });

  try {
    const { url, people } = await starting;
    if (!isStopping) console.log(JSON.stringify({ ready: true, app: null, server: url, people }));
  } catch (error) {
    log.error({ err: error }, "could not start");
    console.error(sentenceOf(error));
    process.exit(1);
  }
};

await main();
