import { describe, expect, it } from "vitest";

import { ownArguments } from "./own-arguments.ts";

describe("the arguments of the application among Electron's", () => {
  it("are found in both forms, with their values", () => {
    expect(ownArguments(["--server", "http://127.0.0.1:1", "--as=ada@example.com", "--headless"])).toEqual([
      "--server=http://127.0.0.1:1",
      "--as=ada@example.com",
      "--headless",
    ]);
  });

  it("are distinguished from the application's path and the switches for Chromium and Node", () => {
    const args = ["--no-sandbox", "--inspect=0", "--remote-debugging-port=0", "/opt/countersign", "--data", "/data"];
    expect(ownArguments(args)).toEqual(["--data=/data"]);
  });

  it("keep one without a value, so that its error can be reported", () => {
    expect(ownArguments(["--server"])).toEqual(["--server"]);
  });
});
