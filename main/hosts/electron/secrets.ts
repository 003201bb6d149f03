import { readFile } from "node:fs/promises";
import type { SafeStorage } from "electron";
import { z } from "zod";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { replaceFile } from "#main/replace-file.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";

export interface SecretsOptions {
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
  /** The file that holds the ciphertext. */
  readonly path: string;
  readonly log: (error: unknown) => void;
}

/** Name → ciphertext in base64. */
const fileSchema = z.strictObject({ format: z.literal(1), secrets: z.record(z.string(), z.base64()) });

/**
 * Opens the secrets of this data folder, encrypted with a key that the operating system keeps. Without such a key they
 * live only in memory, and the log says so: they are never written where another program can read them.
 */
export const openSecrets = async (options: SecretsOptions): Promise<SecretStore> => {
  if (await canEncrypt(options)) return new EncryptedSecrets(options, await readCiphertexts(options));
  options.log(new Error("This system keeps no secrets for us: a session ends with the application."));
  return memorySecrets();
};

const canEncrypt = async ({ safeStorage, platform }: SecretsOptions): Promise<boolean> => {
  // `basic_text` encrypts with a password that is in Chromium's source.
  const isOpenToAll =
    platform === "linux" && ["basic_text", "unknown"].includes(safeStorage.getSelectedStorageBackend());
  return !isOpenToAll && (await safeStorage.isAsyncEncryptionAvailable());
};

/** An unreadable file counts as empty: the person then has to sign in again. */
const readCiphertexts = async ({ path, log }: SecretsOptions): Promise<Map<string, string>> => {
  try {
    const { secrets } = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return new Map(Object.entries(secrets));
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) log(new Error("The file of the secrets cannot be read.", { cause: error }));
    return new Map();
  }
};

class EncryptedSecrets implements SecretStore {
  readonly #options: SecretsOptions;
  readonly #ciphertexts: Map<string, string>;
  #saved: Promise<boolean> = Promise.resolve(true);

  constructor(options: SecretsOptions, ciphertexts: Map<string, string>) {
    this.#options = options;
    this.#ciphertexts = ciphertexts;
  }

  async read(name: string): Promise<string | undefined> {
    const ciphertext = this.#ciphertexts.get(name);
    if (ciphertext === undefined) return undefined;
    try {
      const decrypted = await this.#options.safeStorage.decryptStringAsync(Buffer.from(ciphertext, "base64"));
      if (decrypted.shouldReEncrypt) await this.write(name, decrypted.result);
      return decrypted.result;
    } catch (error) {
      // The key is a different one: the folder was copied from elsewhere, or the person's keychain was reset or is locked.
      // The secret may be readable again later, so the ciphertext stays until something else is written.
      this.#options.log(new Error("A secret cannot be decrypted now.", { cause: error }));
      return undefined;
    }
  }

  async write(name: string, value: string): Promise<boolean> {
    const encrypted = await this.#options.safeStorage.encryptStringAsync(value);
    this.#ciphertexts.set(name, encrypted.toString("base64"));
    return this.#save();
  }

  async remove(name: string): Promise<void> {
    if (this.#ciphertexts.delete(name)) await this.#save();
  }

  /** One after another; a full disk costs a sign-in at the next start, not the current session. */
  #save(): Promise<boolean> {
    const { path, log } = this.#options;
    this.#saved = this.#saved
      .then(async () => {
        const content = { format: 1, secrets: Object.fromEntries(this.#ciphertexts) };
        await replaceFile(path, `${JSON.stringify(content, undefined, 2)}\n`);
        return true;
      })
      .catch((error: unknown) => {
        log(new Error("The secrets could not be written.", { cause: error }));
        return false;
      });
    return this.#saved;
  }
}
