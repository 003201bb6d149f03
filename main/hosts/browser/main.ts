import { runBrowserHost } from "./run.ts";

try {
  const host = await runBrowserHost(process.argv.slice(2));
  let stopping: Promise<void> | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      stopping ??= host.stop().then(() => process.exit());
    });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
