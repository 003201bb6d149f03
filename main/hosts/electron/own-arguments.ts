import { parseArgs } from "node:util";

import { hostArguments } from "#main/hosts/options.ts";

/**
 * Our arguments among those that Electron got: the path of the application stands there too while developing, and so do
 * switches for Chromium and Node (`--no-sandbox`, `--inspect=0`), which nobody can list.
 */
export const ownArguments = (args: readonly string[]): string[] => {
  const { tokens } = parseArgs({
    args: [...args],
    options: hostArguments,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token) => {
    if (token.kind !== "option" || !Object.hasOwn(hostArguments, token.name)) return [];
    return token.value === undefined ? [`--${token.name}`] : [`--${token.name}=${token.value}`];
  });
};
