import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { readServerArguments, readEnvironment } from "./arguments.ts";

describe("the server's arguments", () => {
  it("have defaults", () => {
    expect(readServerArguments([])).toEqual({ ok: true, value: { port: 0, dataFolder: ".countersign/server" } });
  });

  it("name port, folder and the size of the demo", () => {
    expect(readServerArguments(["--port", "7000", "--data", "x", "--demo", "--orders", "5"])).toEqual({
      ok: true,
      value: { port: 7_000, dataFolder: "x", demo: { orders: 5 } },
    });
    expect(readServerArguments(["--demo"])).toMatchObject({ value: { demo: { orders: 200 } } });
  });

  it.each([
    [["--port", "70000"], '--port must be a whole number from 0 to 65535, not "70000".'],
    [["--port", "one"], '--port must be a whole number from 0 to 65535, not "one".'],
    [["--demo", "--orders", "-1"], "--orders"],
    [["--orders", "5"], "--orders belongs to --demo."],
    [["--data", ""], "--data needs a folder."],
    [["--verbose"], "--verbose"],
    [["stray"], "stray"],
  ])("%j are refused with a sentence", (args, sentence) => {
    expect(readServerArguments(args)).toEqual({ ok: false, error: expect.stringContaining(sentence) as unknown });
  });
});

describe("the server's environment", () => {
  it("has defaults", () => {
    expect(readEnvironment({})).toMatchObject({
      value: { host: "127.0.0.1", trustedProxies: [], drainSeconds: 0, timeouts: { statement: 20_000 } },
    });
  });

  it("sets how long to wait for the database and while stopping", () => {
    expect(readEnvironment({ DATABASE_SECONDS: "90", DRAIN_SECONDS: "5" })).toMatchObject({
      value: { drainSeconds: 5, timeouts: { statement: 90_000 } },
    });
  });

  it("names the trusted proxies", () => {
    expect(readEnvironment({ TRUSTED_PROXIES: "loopback, 10.0.0.0/8,2001:db8::1" })).toMatchObject({
      value: { trustedProxies: ["loopback", "10.0.0.0/8", "2001:db8::1"] },
    });
  });

  it("has keys for secrets, the newest first", () => {
    const keys = [32, 32].map((length) => randomBytes(length).toString("base64"));
    expect(readEnvironment({ COUNTERSIGN_SECRET_KEY: keys.join() })).toMatchObject({ value: { secretKeys: keys } });
    expect(readEnvironment({})).toMatchObject({ value: { secretKeys: [] } });
  });

  it.each([
    [
      { COUNTERSIGN_SECRET_KEY: "a password" },
      "COUNTERSIGN_SECRET_KEY takes keys of 32 bytes in base64, separated by commas, the newest first.",
    ],
    [
      { TRUSTED_PROXIES: "10.0.0.1,true" },
      'TRUSTED_PROXIES takes addresses, ranges such as 10.0.0.0/8, and loopback, linklocal, uniquelocal, not "true".',
    ],
    [{ DATABASE_SECONDS: "0" }, 'DATABASE_SECONDS must be a whole number from 1 to 999, not "0".'],
    [{ DRAIN_SECONDS: "soon" }, 'DRAIN_SECONDS must be a whole number from 0 to 999, not "soon".'],
    [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN must have 16 characters or more."],
  ])("%j is refused with a sentence", (env, sentence) => {
    expect(readEnvironment(env)).toEqual({ ok: false, error: sentence });
  });
});
