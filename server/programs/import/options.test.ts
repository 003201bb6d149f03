import { describe, expect, it } from "vitest";

import { readImportOptions } from "./options.ts";

const whole = ["--server", "http://127.0.0.1:8080", "--format", "connect"];
const read = (...args: string[]) => readImportOptions([...whole, ...args]);

describe("the arguments of the import", () => {
  it("name the server and the files, in any order", () => {
    expect(readImportOptions(["a.json", ...whole, "b.json"])).toEqual({
      ok: true,
      value: {
        server: "http://127.0.0.1:8080",
        credentials: { kind: "demo-distributor" },
        files: ["a.json", "b.json"],
      },
    });
  });

  it("name a token or a demo person, not both", () => {
    expect(read("--token", "t", "a.json")).toMatchObject({ value: { credentials: { kind: "token", token: "t" } } });
    expect(read("--as", "a@b.example", "a.json")).toMatchObject({
      value: { credentials: { kind: "demo-person", email: "a@b.example" } },
    });
    expect(read("--token", "t", "--as", "a@b.example", "a.json").ok).toBe(false);
  });

  it("ask for help, whatever else they contain", () => {
    expect(readImportOptions(["--help"])).toEqual({ ok: true, value: "help" });
  });

  it.each([
    [["--format", "connect", "a.json"], /--server/],
    [["--server", "ftp://127.0.0.1", "--format", "connect", "a.json"], /--server/],
    [["--server", "http://127.0.0.1", "a.json"], /--format/],
    [["--server", "http://127.0.0.1", "--format", "csv", "a.json"], /--format/],
    [whole, /FILE/],
    [[...whole, "--colour", "red", "a.json"], /--colour/],
  ])("that are invalid are answered with the reason: %j", (args, sentence) => {
    const answer = readImportOptions(args);
    expect(answer.ok ? "" : answer.error).toMatch(sentence);
  });
});
