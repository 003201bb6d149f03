import { randomBytes } from "node:crypto";
import { chown, readFile, rm, writeFile } from "node:fs/promises";

import type { Account } from "./account.ts";

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** The password of the embedded database, created at the first start and readable only by the server's user. */
export const keptPassword = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const password = randomBytes(24).toString("base64url");
    await writeFile(file, `${password}\n`, { mode: 0o600, flag: "wx" });
    return password;
  }
};

/** Gives the password to a program that runs as `account` in a file, which is removed afterwards. */
export const withPasswordFile = async <Answer>(
  { file, password, account }: { file: string; password: string; account: Account | undefined },
  use: (file: string) => Promise<Answer>,
): Promise<Answer> => {
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  try {
    if (account !== undefined) await chown(file, account.uid, account.gid);
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
};
