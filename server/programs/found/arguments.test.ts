import { describe, expect, it } from "vitest";

import { readFoundArguments } from "./arguments.ts";

const whole = ["--network", "N", "--distributor", "D", "--admin", "pim@hub.example", "--name", "Pim"];

describe("the arguments of a founding", () => {
  it("name the network, its distributor and its first administrator", () => {
    expect(readFoundArguments([...whole, "--language", "de", "--data", "/data"])).toEqual({
      ok: true,
      value: {
        dataFolder: "/data",
        network: "N",
        distributor: "D",
        admin: { email: "pim@hub.example", name: "Pim", language: "de" },
      },
    });
  });

  it.each([
    [[], "--network needs a name"],
    [whole.slice(0, 2), "--distributor needs a name"],
    [whole.slice(0, 4), "--admin needs an e-mail address"],
    [[...whole, "--admin", "pim"], "--admin needs an e-mail address"],
    [whole.slice(0, 6), "--name needs a name"],
    [[...whole, "--network", "x".repeat(201)], "--network needs a name of 1 to 200 characters"],
    [[...whole, "--language", "tlh"], "--language takes one of en, de"],
    [[...whole, "--port", "1"], "Unknown option '--port'"],
  ])("%j: %s", (args, sentence) => {
    expect(readFoundArguments(args)).toEqual({ ok: false, error: expect.stringContaining(sentence) as unknown });
  });
});
