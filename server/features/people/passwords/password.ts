import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** The minimum for Argon2id in OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;

const derive = promisify(argon2);

interface Parts {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const written = ({ memory, passes, parallelism, salt, tag }: Parts): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${[salt, tag].map((part) => part.toString("base64").replace(/=+$/, "")).join("$")}`;

const pattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

const read = (hash: string): Parts => {
  const [, memory, passes, parallelism, salt = "", tag = ""] = pattern.exec(hash) ?? [];
  if (tag === "") throw new Error("A stored password is not an Argon2id hash");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
};

/** Normalized, because the same password may be composed of other characters on another keyboard (RFC 8265). */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize("NFC"), "utf8");

/** The Argon2id hash of a password in the usual text form, with its salt and its cost. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const tag = await derive("argon2id", { message: bytesOf(password), nonce: salt, tagLength: 32, ...cost });
  return written({ ...cost, salt, tag });
};

/** Whether the hash is of this password, at the cost that the hash was made with. */
export const isPassword = async (password: string, hash: string): Promise<boolean> => {
  const { salt, tag, ...own } = read(hash);
  const tried = await derive("argon2id", { message: bytesOf(password), nonce: salt, tagLength: tag.length, ...own });
  return timingSafeEqual(tried, tag);
};

/** NIST SP 800-63B: a minimum length, and no rules about characters. */
export const shortestPassword = 12;
