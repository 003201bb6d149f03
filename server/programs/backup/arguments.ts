import { parseArgs } from "node:util";

import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

/** What the backup and restore programs can be asked to do. */
export type BackupArguments =
  | { readonly does: "backup"; readonly dataFolder: string; readonly file: string }
  | { readonly does: "restore"; readonly dataFolder: string; readonly file: string }
  | { readonly does: "renew"; readonly dataFolder: string };

export const backupUsage = `Usage: npm run backup -- [--data DIR] --to FILE
       npm run restore -- [--data DIR] --from FILE
       npm run restore -- [--data DIR] --restored-elsewhere

  --data DIR            the server's data folder (default .countersign/server); unused when DATABASE_URL is set
  --to FILE             the backup to write, a snapshot of now; the server may keep running
  --from FILE           a backup; the database must be empty and the server stopped
  --restored-elsewhere  the database went back in time by other means (pg_restore, a snapshot of its disk): begins
                        the new epoch that makes devices pull everything and push their decisions again`;

const common = { data: { type: "string", default: ".countersign/server" } } as const;

const readBackupArguments = (args: string[]): Result<BackupArguments, string> => {
  const { values } = parseArgs({ args, options: { ...common, to: { type: "string" } }, strict: true });
  const { data: dataFolder, to: file = "" } = values;
  return file === "" ? fail("--to needs a file.") : ok({ does: "backup", dataFolder, file });
};

const readRestoreArguments = (args: string[]): Result<BackupArguments, string> => {
  const options = { ...common, from: { type: "string" }, "restored-elsewhere": { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options, strict: true });
  const { data: dataFolder, from: file, "restored-elsewhere": isElsewhere = false } = values;
  if (isElsewhere)
    return file === undefined ? ok({ does: "renew", dataFolder }) : fail("--restored-elsewhere reads no file.");
  return file === undefined || file === "" ? fail("--from needs a file.") : ok({ does: "restore", dataFolder, file });
};

/** The arguments, of which the first is `backup` or `restore`, or a sentence that says what is wrong. */
export const readBackupOrRestore = ([what, ...args]: readonly string[]): Result<BackupArguments, string> => {
  try {
    switch (what) {
      case "backup":
        return readBackupArguments(args);
      case "restore":
        return readRestoreArguments(args);
      default:
        return fail("Say backup or restore.");
    }
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message);
    throw error;
  }
};
