import { describe, expect, it } from "vitest";

import { readArguments } from "./arguments.ts";

describe("the server's arguments", () => {
  it("have defaults", () => {
    expect(readArguments([])).toEqual({ ok: true, value: { port: 0, dataFolder: ".countersign/server" } });
  });

  it("name port, folder and the size of the demo", () => {
    expect(readArguments(["--port", "7000", "--data", "x", "--demo", "--orders", "5"])).toEqual({
      ok: true,
      value: { port: 7_000, dataFolder: "x", demo: { orders: 5 } },
    });
    expect(readArguments(["--demo"])).toMatchObject({ value: { demo: { orders: 200 } } });
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
    expect(readArguments(args)).toEqual({ ok: false, error: expect.stringContaining(sentence) as unknown });
  });
});
