import { createCipheriv, createDecipheriv, randomFillSync, type CipherKey } from "node:crypto";
import { StorageError } from "./storage-error.ts";

const ALGORITHM = "aes-256-gcm";
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Random bytes are fetched many at a time: one call for each document would cost as much as its encryption. */
const NONCES_AT_ONCE = 1_024;
const nonces = Buffer.alloc(NONCES_AT_ONCE * NONCE_BYTES);
let nextNonce = NONCES_AT_ONCE;

function takeNonce(): Buffer {
  if (nextNonce === NONCES_AT_ONCE) {
    randomFillSync(nonces);
    nextNonce = 0;
  }
  const start = nextNonce++ * NONCE_BYTES;
  return Buffer.from(nonces.subarray(start, start + NONCE_BYTES));
}

/**
 * Seals bytes with AES-256-GCM as nonce ‖ tag ‖ ciphertext. `place` says where they belong and is not stored: bytes
 * that were moved to another place do not open.
 */
export function seal(key: CipherKey, place: string, plain: string | Uint8Array): Buffer {
  const nonce = takeNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const start = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  const end = cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), start, end]);
}

/** Opens what `seal` gave. @throws StorageError `damaged` for another key or place, and for one changed bit. */
export function unseal(key: CipherKey, place: string, sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const start = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([start, decipher.final()]);
  } catch (error) {
    throw new StorageError("damaged", "A part of the database cannot be decrypted: it was changed or moved.", error);
  }
}
