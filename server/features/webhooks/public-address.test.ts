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
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "::7f00:1",
    "::ffff:0:7f00:1",
    "fec0::1",
    "192.88.99.1",
    "198.18.0.1",
    "240.0.0.1",
    "not an address",
  ])("do not include %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it("are looked up when the connection is made, which then uses exactly these", async () => {
    const answers = [
      [{ address: "93.184.216.34", family: 4 }],
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "93.184.216.34", family: 4 },
        { address: "10.0.0.1", family: 4 },
      ],
    ];
    const rebound = publicLookup((_name, _options, callback) => callback(null, answers.shift() ?? []));
    const look = (all: boolean) =>
      new Promise((resolve) => {
        rebound("receiver.example", { all }, (error, address) => resolve(error?.message ?? address));
      });
    expect(await look(true)).toEqual([{ address: "93.184.216.34", family: 4 }]);
    expect(await look(true)).toBe("The address is not a public one");
    expect(await look(false)).toBe("The address is not a public one");
  });

  it.each(["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://localhost/"])(
    "keep a message from %s",
    async (url) => {
      expect(await post({ url, headers: {}, body: "{}" }, { mayBePrivate: false })).toEqual({
        error: "private-address",
      });
    },
  );

  it("keep a message from an address without encryption", async () => {
    const outcome = await post({ url: "http://example.com/", headers: {}, body: "{}" }, { mayBePrivate: false });
    expect(outcome).toEqual({ error: "not-https" });
  });
});
