import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/**
 * Seals other systems' secrets, so that the database alone does not reveal them: AES-256-GCM under a key that the operator
 * keeps elsewhere. What is sealed for one place opens in no other.
 */
export interface Vault {
  /** Without a key, everything is stored as it is. */
  readonly hasKey: boolean;
  /** The text as it is stored in this place, under the newest key. */
  seal(text: string, place: string): string;
  /** @throws Error if it was altered, or sealed for another place or under a key that this vault does not have. */
  open(stored: string, place: string): string;
  /** Whether it is stored in the way that `seal` would store it now. */
  isCurrent(stored: string): boolean;
}

interface Key {
  /** Identifies the key in what it sealed, without revealing anything about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

const cipher = "aes-256-gcm";
const keyBytes = 32;
/** As NIST SP 800-38D recommends for GCM. */
const nonceBytes = 12;
const tagBytes = 16;

const prefix = "sealed:v1:";

const keyFrom = (text: string): Key => {
  const bytes = Buffer.from(text, "base64");
  const id = createHash("sha256").update("countersign key id").update(bytes).digest("hex").slice(0, 16);
  return { id, bytes };
};

/** Whether this is a key: 32 bytes in base64. */
export const isVaultKey = (text: string): boolean =>
  /^[\w+/-]{43}=?$/.test(text) && Buffer.from(text, "base64").length === keyBytes;

const sealWith = ({ id, bytes }: Key, text: string, place: string): string => {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, bytes, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return `${prefix}${id}:${Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString("base64url")}`;
};

const openWith = ({ bytes }: Key, packed: Buffer, place: string): string => {
  const nonce = packed.subarray(0, nonceBytes);
  const tag = packed.subarray(nonceBytes, nonceBytes + tagBytes);
  const opening = createDecipheriv(cipher, bytes, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  const opened = [opening.update(packed.subarray(nonceBytes + tagBytes)), opening.final()];
  return Buffer.concat(opened).toString("utf8");
};

/** @param texts are keys, the newest first: the first one seals, all of them open. */
export const openVault = (texts: readonly string[]): Vault => {
  const keys = texts.map(keyFrom);
  const [newest] = keys;
  return {
    hasKey: newest !== undefined,
    seal: (text, place) => (newest === undefined ? text : sealWith(newest, text, place)),
    open: (stored, place) => {
      if (!stored.startsWith(prefix)) return stored;
      const [id, packed = ""] = stored.slice(prefix.length).split(":");
      const key = keys.find((one) => one.id === id);
      if (key === undefined)
        throw new Error("The database holds secrets under a key that COUNTERSIGN_SECRET_KEY does not name.");
      return openWith(key, Buffer.from(packed, "base64url"), place);
    },
    isCurrent: (stored) =>
      newest === undefined ? !stored.startsWith(prefix) : stored.startsWith(`${prefix}${newest.id}:`),
  };
};
