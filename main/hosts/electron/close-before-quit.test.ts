import type { App } from "electron";
import { describe, expect, it, vi } from "vitest";

import { closeBeforeQuit } from "./close-before-quit.ts";
import { double, Listeners, preventable } from "./testing/double.ts";

const quitting = (close: () => Promise<void>) => {
  const listeners = new Listeners();
  const exits: (number | undefined)[] = [];
  const logged: unknown[] = [];
  const app: App = double<App>("app", {
    on: (event: string, listener: (...args: never[]) => void): App => {
      listeners.add(event, listener);
      return app;
    },
    exit: (code) => void exits.push(code),
  });
  closeBeforeQuit({ app, close, log: (error) => logged.push(error) });
  const quit = () => {
    const event = preventable({});
    listeners.emit("will-quit", event);
    return event;
  };
  return { quit, exits, logged };
};

describe("the end of the application", () => {
  it("waits until everything is closed", async () => {
    const closed = Promise.withResolvers<void>();
    const { quit, exits } = quitting(() => closed.promise);
    expect(quit().defaultPrevented).toBe(true);
    expect(exits).toEqual([]);
    closed.resolve();
    await vi.waitFor(() => expect(exits).toEqual([0]));
  });

  it("closes only once when it is requested twice", async () => {
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const { quit, exits } = quitting(close);
    quit();
    quit();
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(close).toHaveBeenCalledOnce();
  });

  it("has the code 1, with the error in the log, when closing fails", async () => {
    const error = new Error("the file is gone");
    const { quit, exits, logged } = quitting(() => Promise.reject(error));
    quit();
    await vi.waitFor(() => expect(exits).toEqual([1]));
    expect(logged).toEqual([error]);
  });
});
