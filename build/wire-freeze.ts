/**
 * `npm run wire:freeze`: stores today's application core and server as executable bundles, with a recording of their
 * messages and a list of all names and bounds in them, as the newest protocol in test/fixtures/wire/N. From then on `test/wire` runs them
 * against every later version, and compares the names and bounds.
 * Done once, in the commit that releases the protocol; a frozen protocol is never frozen again.
 */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { frozenFolder } from "#test/wire/versions.ts";
import { namesIn, wireNames } from "#test/wire/names.ts";
import { record } from "#test/wire/record.ts";

import { bundleToday, packInto } from "./wire/programs.ts";

const folder = frozenFolder(newestProtocol);
if (existsSync(folder)) throw new Error(`Protocol ${newestProtocol} is already frozen: ${folder}`);
const bundles = await bundleToday();
await packInto(folder, bundles);
await record(bundles.server, folder);
await writeFile(namesIn(folder), `${JSON.stringify(wireNames(), undefined, 1)}\n`);
console.log(`Protocol ${newestProtocol} is frozen in ${folder}`);
