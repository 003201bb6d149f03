import { randomBytes } from "node:crypto";
import { z } from "zod";

import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantSchema, millisOf } from "@countersign/shared/domain/instant.ts";

import type { KeyRing } from "./storage/index.ts";

const keptKeysSchema = z.strictObject({
  format: z.literal(1),
  /** Newest first. The older one is for a file that was not opened since the newer one was made. */
  keys: z.array(z.strictObject({ key: z.base64(), since: instantSchema })).min(1),
});
type KeptKeys = z.infer<typeof keptKeysSchema>;

const keyBytes = 32;
const mostKept = 2;
/** A key is replaced when it is older than this. */
const longestUse = 365 * 24 * 60 * 60 * 1_000;

export interface StoreKeysOptions {
  readonly secrets: SecretStore;
  readonly clock: Clock;
}

const secretName = (file: string): string => `key of ${file}`;

const bytesOf = ({ keys }: KeptKeys): Uint8Array[] => keys.map(({ key }) => Buffer.from(key, "base64"));

/** The keys of the stores, one of its own for each file, where the host keeps secrets; renewed once a year. */
export const storeKeys = ({ secrets, clock }: StoreKeysOptions): KeyRing => {
  const read = async (file: string): Promise<KeptKeys | undefined> => {
    const text = await secrets.read(secretName(file));
    return text === undefined ? undefined : keptKeysSchema.parse(JSON.parse(text));
  };

  /** The keys with a new one in front; `undefined` if it would not be there at the next start. */
  const withNewKey = async (file: string, older: KeptKeys["keys"]): Promise<KeptKeys | undefined> => {
    const newest = { key: randomBytes(keyBytes).toString("base64"), since: clock.now() };
    const kept: KeptKeys = { format: 1, keys: [newest, ...older].slice(0, mostKept) };
    const isLasting = await secrets.write(secretName(file), JSON.stringify(kept));
    if (isLasting) return kept;
    if (older.length === 0) await secrets.remove(secretName(file));
    return undefined;
  };

  return {
    keysOf: async (file) => {
      const kept = await read(file);
      const newest = kept?.keys[0];
      if (kept === undefined || newest === undefined) return [];
      const isOld = millisOf(clock.now()) - millisOf(newest.since) > longestUse;
      return bytesOf((isOld ? await withNewKey(file, kept.keys) : undefined) ?? kept);
    },
    createKey: async (file) => {
      const kept = await withNewKey(file, []);
      return kept && bytesOf(kept)[0];
    },
  };
};

/** Whether the store in this file is encrypted: it is, once it has a kept key. */
export const isStoreEncrypted = async (secrets: SecretStore, file: string): Promise<boolean> =>
  (await secrets.read(secretName(file))) !== undefined;
