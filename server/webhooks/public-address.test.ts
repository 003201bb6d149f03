import { describe, expect, it } from "vitest";

import { post } from "./post.ts";
import { isPublicAddress, publicLookup } from "./public-address.ts";

describe("the addresses that a webhook may reach", () => {
  it.each(["8.8.8.8", "93.184.216.34", "2606:4700::1111"])("include %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "not an address",
  ])("do not include %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it("are looked at when the connection is made, whatever the name", async () => {
    const answer = await new Promise((resolve) => {
      publicLookup("localhost", { all: true }, (error) => resolve(error?.message));
    });
    expect(answer).toBe("The address is not a public one");
  });

  it.each([
    "http://example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://localhost/",
  ])("keep a message from %s", async (url) => {
    expect(await post({ url, headers: {}, body: "{}" }, { mayBePrivate: false })).toEqual({ error: "private-address" });
  });
});
