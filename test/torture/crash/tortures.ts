import type { Torture } from "#test/torture/torture.ts";

import { copiedFile } from "./copied-file.ts";
import { fullDisk } from "./full-disk.ts";
import { killedMigration } from "./killed-migration.ts";
import { killedRescue } from "./killed-rescue.ts";
import { killedWriter } from "./killed-writer.ts";
import { twoProcesses } from "./two-processes.ts";

export const tortures: readonly Torture[] = [
  { name: "crash.killed-writer", run: killedWriter },
  { name: "crash.killed-migration", run: killedMigration },
  { name: "crash.killed-rescue", run: killedRescue },
  { name: "crash.full-disk", run: fullDisk },
  { name: "crash.two-processes", run: twoProcesses },
  { name: "crash.copied-file", run: copiedFile },
];
