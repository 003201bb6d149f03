import { assertNever } from "@countersign/shared/domain/result.ts";

/** What can prevent a backup or a restore. */
export type BackupObstacle =
  | { readonly code: "file-exists"; readonly file: string }
  | { readonly code: "file-unreadable"; readonly file: string; readonly problem: string }
  | { readonly code: "file-foreign"; readonly file: string }
  | { readonly code: "file-damaged"; readonly file: string; readonly problem: string }
  | { readonly code: "schema-newer"; readonly unknown: string }
  | { readonly code: "database-not-empty"; readonly table: string }
  | { readonly code: "database-unknown"; readonly problem: string }
  | { readonly code: "data-missing"; readonly folder: string };

const sentenceOf = (obstacle: BackupObstacle): string => {
  switch (obstacle.code) {
    case "file-exists":
      return `${obstacle.file} exists already. Choose another name: a backup is never overwritten.`;
    case "file-unreadable":
      return `${obstacle.file} cannot be used: ${obstacle.problem}. Check the path and its permissions.`;
    case "file-foreign":
      return `${obstacle.file} is not a backup of Countersign, or has a format that this version cannot read.`;
    case "file-damaged":
      return `${obstacle.file} is damaged: ${obstacle.problem}. Nothing was restored from it; use another backup.`;
    case "schema-newer":
      return `The backup was made by a newer version of Countersign (it has ${obstacle.unknown}). Restore it with that version or a newer one.`;
    case "database-not-empty":
      return `The database is not empty: ${obstacle.table} has rows. Restore into a new, empty database or another data folder.`;
    case "database-unknown":
      return `This version cannot back up the database: ${obstacle.problem}. Start the server of this version on it once.`;
    case "data-missing":
      return `There is no data in ${obstacle.folder}. Name the server's data folder with --data, or its database with DATABASE_URL.`;
    default:
      return assertNever(obstacle);
  }
};

/** A backup or a restore that was not done. The message says what to do. */
export class BackupProblem extends Error {
  readonly obstacle: BackupObstacle;

  constructor(obstacle: BackupObstacle, cause?: unknown) {
    super(sentenceOf(obstacle), { cause });
    this.obstacle = obstacle;
  }
}
