import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { isVaultKey, openVault } from "./vault.ts";

const newKey = (): string => randomBytes(32).toString("base64");
const [older, newer] = [newKey(), newKey()];
const place = "webhook endpoint 1";
const secret = "whsec_Ümlaut";

describe("a vault", () => {
  it("opens what it sealed, which is different each time and reveals nothing", () => {
    const vault = openVault([newer]);
    const [first, second] = [vault.seal(secret, place), vault.seal(secret, place)];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^sealed:v1:[\da-f]{16}:[\w-]+$/);
    expect([vault.open(first, place), vault.open(second, place)]).toEqual([secret, secret]);
    expect(vault.isCurrent(first)).toBe(true);
  });

  it("opens with every key and seals with the newest", () => {
    const sealed = openVault([older]).seal(secret, place);
    const rotating = openVault([newer, older]);
    expect([rotating.open(sealed, place), rotating.isCurrent(sealed)]).toEqual([secret, false]);
    expect(openVault([newer]).open(rotating.seal(secret, place), place)).toBe(secret);
  });

  it("does not open what was sealed for another place, altered, or sealed under an unknown key", () => {
    const vault = openVault([newer]);
    const sealed = vault.seal(secret, place);
    const bytes = Buffer.from(sealed.slice(sealed.lastIndexOf(":") + 1), "base64url");
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const altered = sealed.slice(0, sealed.lastIndexOf(":") + 1) + bytes.toString("base64url");
    expect(() => vault.open(sealed, "webhook endpoint 2")).toThrow("authenticate");
    expect(() => vault.open(altered, place)).toThrow("authenticate");
    expect(() => vault.open("sealed:v1:", place)).toThrow("COUNTERSIGN_SECRET_KEY");
    for (const other of [openVault([older]), openVault([])])
      expect(() => other.open(sealed, place)).toThrow("COUNTERSIGN_SECRET_KEY");
  });

  it("without a key leaves everything unchanged", () => {
    const vault = openVault([]);
    expect([vault.hasKey, vault.seal(secret, place), vault.open(secret, place)]).toEqual([false, secret, secret]);
    expect(openVault([newer]).open(secret, place)).toBe(secret);
    expect([vault.isCurrent(secret), openVault([newer]).isCurrent(secret)]).toEqual([true, false]);
  });

  it("accepts only 32 bytes in base64 as a key", () => {
    expect(isVaultKey(newKey())).toBe(true);
    for (const wrong of ["", "a password", randomBytes(16).toString("base64"), randomBytes(33).toString("base64")])
      expect(isVaultKey(wrong)).toBe(false);
  });
});
