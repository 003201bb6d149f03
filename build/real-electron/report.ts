import { isRoot } from "#build/start/electron.ts";

/** The command that prepares this machine for a real Electron. */
export const prepareCommand = isRoot() ? "npm run electron:prepare -- --packages" : "npm run electron:prepare";

/** Says that tests were not run, and what is missing: `Electron: 14 tests not run; missing: …`. */
export const notRun = (tests: number, missing: readonly string[]): string =>
  `Electron: ${String(tests)} tests not run; missing: ${missing.join("; ")}. Prepare this machine once with \`${prepareCommand}\`.`;
