import { isRoot } from "#build/start/electron.ts";

/** The one command that makes this machine ready for a real Electron. */
export const prepareCommand = isRoot() ? "npm run electron:prepare -- --packages" : "npm run electron:prepare";

/** Says that tests were not run, and what would run them: `Electron: 14 tests not run, for want of …`. */
export const notRun = (tests: number, missing: readonly string[]): string =>
  `Electron: ${String(tests)} tests not run, for want of ${missing.join("; ")}. Prepare this machine once with \`${prepareCommand}\`.`;
