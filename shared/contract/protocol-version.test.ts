import { describe, expect, it } from "vitest";

import { ownProtocols, protocolObjection, readProtocols, writeProtocols } from "./protocol-version.ts";

const range = (oldest: number, newest: number) => ({ oldest, newest });

describe("the versions of the protocol", () => {
  it("go over the wire as a range, and only as a range", () => {
    expect(readProtocols(writeProtocols(range(2, 7)))).toEqual(range(2, 7));
    for (const header of [undefined, "", "1", "0-1", "2-1", "1-2-3", "one-two", "1-1,1-1", ["1-1"]])
      expect(readProtocols(header)).toBeUndefined();
  });

  it("let a device and a server work together as long as they have one in common, whichever is newer", () => {
    expect(protocolObjection(range(1, 1), range(1, 4))).toBeUndefined();
    expect(protocolObjection(range(1, 4), range(1, 1))).toBeUndefined();
    expect(protocolObjection(range(2, 2), range(1, 3))).toBeUndefined();
  });

  it("tell which of the two has to be updated", () => {
    expect(protocolObjection(range(1, 1), range(2, 3))).toBe("client-too-old");
    expect(protocolObjection(range(3, 4), range(1, 2))).toBe("server-too-old");
    expect(protocolObjection(undefined, range(1, 2))).toBe("client-too-old");
  });

  it("begin with the first released one, for ever", () => {
    expect(ownProtocols.oldest).toBe(1);
  });
});
