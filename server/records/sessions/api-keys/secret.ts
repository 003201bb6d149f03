import { createHash, randomBytes } from "node:crypto";

/** So that a key that leaked into a file or a log is recognised as one. */
const prefix = "csk_";

/** 256 random bits: nobody guesses one, so a plain hash protects it as well as a slow one would. */
export const newKeySecret = (): string => `${prefix}${randomBytes(32).toString("base64url")}`;

export const isKeySecret = (token: string): boolean => token.startsWith(prefix);

/** What is stored of a secret: its SHA-256, in hexadecimal digits. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
