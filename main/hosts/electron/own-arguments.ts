import { parseArgs } from "node:util";

import { hostArguments } from "#main/hosts/options.ts";

/**
 * The application's own arguments among those of Electron: during development its path is among them, and so are
 * switches for Chromium and Node (`--no-sandbox`, `--inspect=0`), too many to list.
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
