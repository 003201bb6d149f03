import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SafeStorage } from "electron";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openSecrets } from "./secrets.ts";
import { safeStorageDouble } from "./testing/safe-storage-double.ts";

const systemsWithoutKey: readonly (readonly [why: string, Partial<SafeStorage>, NodeJS.Platform])[] = [
  ["Linux only has a password that everybody knows", { getSelectedStorageBackend: () => "basic_text" }, "linux"],
  ["Linux cannot say what it has", { getSelectedStorageBackend: () => "unknown" }, "linux"],
  ["the key is not available", { isAsyncEncryptionAvailable: () => Promise.resolve(false) }, "darwin"],
];

describe("the secrets of the desktop application", () => {
  let directory: string;
  let path: string;
  let logged: unknown[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "countersign-secrets-"));
    path = join(directory, "data/secrets.json");
    logged = [];
  });
  afterEach(() => rm(directory, { recursive: true }));

  const open = (members: Partial<SafeStorage> = {}, platform: NodeJS.Platform = "linux") =>
    openSecrets({ safeStorage: safeStorageDouble(members), platform, path, log: (error) => logged.push(error) });

  it("are there again at the next start", async () => {
    await (await open()).write("session", "token");
    expect(await (await open()).read("session")).toBe("token");
    expect(logged).toEqual([]);
  });

  it("are on disk as ciphertext that only their owner may read", async () => {
    await (await open()).write("session", "token");
    expect(await readFile(path, "utf8")).not.toContain("token");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("are gone once they are removed", async () => {
    const secrets = await open();
    await secrets.write("session", "token");
    await secrets.remove("session");
    expect(await secrets.read("session")).toBeUndefined();
    expect(await (await open()).read("session")).toBeUndefined();
  });

  it("all survive when they are written at once", async () => {
    const secrets = await open();
    const names = Array.from({ length: 20 }, (_, index) => `session ${String(index)}`);
    await Promise.all(names.map((name) => secrets.write(name, `token of ${name}`)));
    const later = await open();
    expect(await Promise.all(names.map((name) => later.read(name)))).toEqual(names.map((name) => `token of ${name}`));
  });

  it.each(systemsWithoutKey)("live only in memory, and the log says so, when %s", async (_why, members, platform) => {
    const secrets = await open(members, platform);
    await secrets.write("session", "token");
    expect(await secrets.read("session")).toBe("token");
    expect(await (await open(members, platform)).read("session")).toBeUndefined();
    await expect(stat(path)).rejects.toThrow("ENOENT");
    expect(logged[0]).toMatchObject({ message: expect.stringContaining("keeps no secrets") as unknown });
  });

  it("ask only Linux which key store it has", async () => {
    const getSelectedStorageBackend: SafeStorage["getSelectedStorageBackend"] = () => {
      throw new Error("there is no such member on this platform");
    };
    await expect(open({ getSelectedStorageBackend }, "win32")).resolves.toBeDefined();
  });

  it("are encrypted again when the system has changed its key", async () => {
    await (await open()).write("session", "token");
    const before = await readFile(path, "utf8");
    const secrets = await open({
      decryptStringAsync: () => Promise.resolve({ shouldReEncrypt: true, result: "token" }),
      encryptStringAsync: () => Promise.resolve(Buffer.from("new key")),
    });
    expect(await secrets.read("session")).toBe("token");
    expect(await readFile(path, "utf8")).not.toBe(before);
  });

  it("count as missing, with a log entry, while the system's key is a different one, and are not lost", async () => {
    await (await open()).write("session", "token");
    const secrets = await open({ decryptStringAsync: () => Promise.reject(new Error("another key")) });
    expect(await secrets.read("session")).toBeUndefined();
    expect(logged).toHaveLength(1);
    expect(await (await open()).read("session")).toBe("token");
  });

  it("start empty, with a log entry, when their file is damaged", async () => {
    await mkdir(join(directory, "data"));
    await writeFile(path, "{");
    const secrets = await open();
    expect(await secrets.read("session")).toBeUndefined();
    expect(logged).toHaveLength(1);
    await secrets.write("session", "token");
    expect(await (await open()).read("session")).toBe("token");
  });

  it("still work until the application ends when they cannot be written", async () => {
    await writeFile(join(directory, "data"), "a file where the folder should be");
    const secrets = await open();
    expect(await secrets.write("session", "token")).toBe(false);
    expect(await secrets.read("session")).toBe("token");
    expect(logged.at(-1)).toMatchObject({ message: "The secrets could not be written." });
  });
});
