import { describe, expect, it } from "vitest";

import { checkPackageIntegrity } from "./packages.ts";

describe("a pinned package", () => {
  const archive = Buffer.from("the archive");
  // The output of `openssl dgst -sha512 -binary | base64` for it.
  const integrity = "sha512-l1M9/nt8k5woMo12OPoFHBSOZIe/gRWs8o96JPWbjZEtvd1ixcIQrUuyr3hb/5ObIaB6QTrcpXWwSbaXSwrOAA==";
  const pinned = { name: "electron-of-npm", version: "1.2.3", integrity };

  it("is accepted when its archive is the pinned one", () => {
    expect(checkPackageIntegrity(pinned, archive)).toEqual({ ok: true, value: undefined });
  });

  it("is refused when a single byte of its archive differs", () => {
    expect(checkPackageIntegrity(pinned, Buffer.from("The archive"))).toEqual({
      ok: false,
      error: expect.stringContaining("electron-of-npm@1.2.3 is not the pinned one") as string,
    });
  });
});
