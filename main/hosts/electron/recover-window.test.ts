import { beforeEach, describe, expect, it, vi } from "vitest";

import { recoverWindow } from "./recover-window.ts";
import { ContentsDouble } from "./testing/window-double.ts";

describe("a window whose process ends", () => {
  let page: ContentsDouble;
  let time: number;
  let logged: string[];
  let givenUp: string[];

  beforeEach(() => {
    page = new ContentsDouble();
    time = 0;
    logged = [];
    givenUp = [];
    recoverWindow({
      contents: page.contents,
      now: () => time,
      giveUp: ({ message }) => void givenUp.push(message),
      log: (error) => void logged.push(String(error)),
    });
  });

  const end = async (reason: string): Promise<void> => {
    page.listeners.emit("render-process-gone", {}, { reason, exitCode: 5 });
    await new Promise(setImmediate);
  };

  it.each(["crashed", "oom", "killed", "abnormal-exit"])("is loaded again, with a log entry: %s", async (reason) => {
    await end(reason);
    expect(page.reloads).toBe(1);
    expect(logged).toEqual([expect.stringContaining(`${reason}, code 5`)]);
  });

  it("is left alone when it was meant to end", async () => {
    await end("clean-exit");
    expect(page.reloads).toBe(0);
    expect(logged).toEqual([]);
  });

  it("is left alone when the window is already gone", async () => {
    page.isDestroyed = true;
    await end("crashed");
    expect(page.reloads).toBe(0);
  });

  it("is given up when it keeps ending", async () => {
    for (let count = 0; count < 4; count += 1) await end("crashed");
    expect(page.reloads).toBe(3);
    expect(givenUp).toEqual([expect.stringContaining("crashed")]);
  });

  it("is never given up for isolated crashes", async () => {
    for (let count = 0; count < 10; count += 1) {
      await end("crashed");
      time += 61_000;
    }
    expect(page.reloads).toBe(10);
    expect(givenUp).toEqual([]);
  });

  it("is logged when it does not answer, and when it does again", async () => {
    page.listeners.emit("unresponsive");
    page.listeners.emit("responsive");
    await vi.waitFor(() => expect(logged).toHaveLength(2));
  });
});
