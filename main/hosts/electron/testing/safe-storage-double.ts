import type { SafeStorage } from "electron";

import { double } from "./double.ts";

const mark = "encrypted:";

/** Base64 after a prefix: no encryption, but a test cannot mistake it for the text itself. */
export const safeStorageDouble = (members: Partial<SafeStorage> = {}): SafeStorage =>
  double<SafeStorage>("safeStorage", {
    getSelectedStorageBackend: () => "gnome_libsecret",
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(mark + Buffer.from(text).toString("base64"))),
    decryptStringAsync: (encrypted) => {
      const text = encrypted.toString("utf8");
      if (!text.startsWith(mark)) return Promise.reject(new Error("another key"));
      return Promise.resolve({
        shouldReEncrypt: false,
        result: Buffer.from(text.slice(mark.length), "base64").toString("utf8"),
      });
    },
    ...members,
  });
