import { describe, expect, it } from "vitest";

import { serverAddress } from "./server-address.ts";

describe("the address of a server", () => {
  it.each([
    ["https://approvals.example", "https://approvals.example"],
    [" approvals.example/ ", "https://approvals.example"],
    ["APPROVALS.example:8443/countersign/", "https://approvals.example:8443/countersign"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["http://localhost:4000/", "http://localhost:4000"],
    ["http://[::1]:4000", "http://[::1]:4000"],
  ])("%j is %s", (typed, origin) => {
    expect(serverAddress(typed)).toBe(origin);
  });

  it.each([
    "",
    " ",
    "http://approvals.example",
    "http://127.0.0.1.evil.example",
    "ftp://approvals.example",
    "file:///etc/passwd",
    "javascript://approvals.example",
    "https://",
    "https://ada:secret@approvals.example",
    "not an address",
  ])("%j is none", (typed) => {
    expect(serverAddress(typed)).toBeUndefined();
  });
});
