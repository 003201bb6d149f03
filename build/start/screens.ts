import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const sources = ["renderer", "shared", "package-lock.json"];
const lockPatience = 120_000;

const newest = async (path: string): Promise<number> => {
  const own = await stat(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const entries = await readdir(path);
  const times = await Promise.all(entries.map((entry) => newest(join(path, entry))));
  return Math.max(own.mtimeMs, ...times);
};

const builtAt = async (output: string): Promise<number> => {
  try {
    return (await stat(join(output, "index.html"))).mtimeMs;
  } catch {
    return 0;
  }
};

const isFresh = async (root: string, output: string): Promise<boolean> => {
  const times = await Promise.all(sources.map((source) => newest(join(root, source))));
  return (await builtAt(output)) > Math.max(...times);
};

/** One build at a time; an abandoned lock is taken over. */
const withLock = async (path: string, work: () => Promise<void>): Promise<void> => {
  const start = Date.now();
  for (;;) {
    try {
      await mkdir(path);
      break;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!isTaken) throw error;
      if (Date.now() - start > lockPatience) await rmdir(path);
      await sleep(200);
    }
  }
  try {
    await work();
  } finally {
    await rmdir(path);
  }
};

/** Builds the screens into `out/renderer` unless they are newer than their sources. */
export const buildScreens = async (root: string): Promise<void> => {
  const output = join(root, "out/renderer");
  if (await isFresh(root, output)) return;
  await mkdir(join(root, "out"), { recursive: true });
  await withLock(join(root, "out/.screens-lock"), async () => {
    if (await isFresh(root, output)) return;
    // Takes half a second to load, which a start with fresh screens need not wait for.
    const { build } = await import("vite");
    const beside = `${output}.new`;
    await build({
      configFile: join(root, "renderer/vite.config.ts"),
      logLevel: "warn",
      build: { outDir: beside, emptyOutDir: true },
    });
    await rm(output, { recursive: true, force: true });
    await rename(beside, output);
  });
};
