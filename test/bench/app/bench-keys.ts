import type { KeyRing } from "#main/store/storage/index.ts";

/** One key for everything: the benchmark measures the encryption. */
export const benchKeys: KeyRing = {
  keysOf: () => Promise.resolve([Buffer.alloc(32, 1)]),
  createKey: () => Promise.resolve(undefined),
};
