import { createHash, randomBytes } from "node:crypto";

/** Makes a key that leaked into a file or a log recognizable. */
const prefix = "csk_";

/** 256 random bits cannot be guessed, so a fast hash protects them as well as a slow one. */
export const newKeySecret = (): string => `${prefix}${randomBytes(32).toString("base64url")}`;

export const isKeySecret = (token: string): boolean => token.startsWith(prefix);

/** The SHA-256 of a secret in hexadecimal digits, which is all that is stored. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
