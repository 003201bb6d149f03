import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";

import { createApp } from "#main/create-app.ts";

import { debuggingSwitches } from "./start-refusal.ts";
import type { StartedHost, StartedHostOptions } from "./testing/started-host.ts";
import { noServer, startedHost } from "./testing/started-host.ts";

/** Plain HTTP to another machine, which is refused. */
const unfit = ["--server", "http://approvals.example"];

describe("the Electron host", () => {
  let host: StartedHost;
  const start = async (options?: StartedHostOptions): Promise<StartedHost> => {
    host = await startedHost(options);
    return host;
  };
  afterEach(() => host.end());

  it("prints one line when it is ready, even when the server cannot be reached", async () => {
    const { printed } = await start();
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      { ready: true, app: "app://countersign/", server: noServer, people: [] },
    ]);
  });

  it("keeps everything in Electron's data folder for the application, which only its owner may open", async () => {
    const { electron, directory } = await start();
    expect(electron.paths.get("userData")).toBe(join(directory, "data"));
    expect(statSync(join(directory, "data")).mode & 0o777).toBe(0o700);
  });

  it("keeps everything in the folder that --data names, Electron's own files and the lock included", async () => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-elsewhere-"));
    const opened: string[] = [];
    const { electron } = await start({
      args: ["--server", noServer, "--data", folder],
      createApp: (options) => {
        opened.push(options.directory);
        return createApp(options);
      },
    });
    expect(electron.paths.get("userData")).toBe(folder);
    expect(opened).toEqual([folder]);
    await rm(folder, { recursive: true });
  });

  it("says what is wrong and ends with 2 when the arguments are invalid", async () => {
    const { electron, logged } = await start({ args: unfit, isPackaged: false });
    expect(logged).toEqual([expect.stringContaining("not http://approvals.example")]);
    expect(electron.done).toEqual(["exit 2"]);
  });

  it("also says it in a dialog when it is installed and has no terminal", async () => {
    const { electron } = await start({ args: unfit });
    expect(electron.done).toEqual([expect.stringMatching(/^box .*--server must be an https address/), "exit 2"]);
  });

  it("does not run as root on Linux, where its window would stay blank, and ends with 3", async () => {
    const { electron, logged } = await start({ uid: 0, isPackaged: false });
    expect(logged).toEqual([expect.stringContaining("does not run as root")]);
    expect(electron.done).toEqual(["exit 3"]);
  });

  it("runs as root on macOS, whose sandbox works for everybody", async () => {
    const { printed } = await start({ uid: 0, platform: "darwin" });
    expect(printed).toHaveLength(1);
  });

  it.each(debuggingSwitches)(
    "starts nothing with --%s, which would open it to another program, and ends with 4",
    async (name) => {
      const { electron } = await start({ switches: [name] });
      expect(electron.done).toEqual([expect.stringMatching(new RegExp(`^box .*without --${name}\\.$`)), "exit 4"]);
    },
  );

  it("can be debugged while developing", async () => {
    const { printed } = await start({ switches: [...debuggingSwitches], isPackaged: false });
    expect(printed).toHaveLength(1);
  });

  it("asks which server to use when it is newly installed", async () => {
    const { electron } = await start({ args: [] });
    electron.sendFromWindow("page", { kind: "follow", id: 1, name: "session", params: {} });
    await vi.waitFor(() =>
      expect(electron.window.page.sent.map(({ args }) => args[1])).toContainEqual({
        kind: "update",
        id: 1,
        outcome: { ok: true, value: { state: "no-server" } },
      }),
    );
  });

  it("hands a second start over to the first one", async () => {
    const { electron } = await start({ isSecondInstance: true });
    expect(electron.done).toEqual(["sandbox", "lock", "quit"]);
  });

  it("brings its window to the front when it is started again", async () => {
    const { electron } = await start();
    electron.window.isMinimized = true;
    electron.appListeners.emit("second-instance", {});
    expect(electron.windows).toHaveLength(1);
    expect(electron.window.done).toEqual(["restore", "show", "focus"]);
  });

  it("ends with its last window", async () => {
    const { electron } = await start();
    electron.appListeners.emit("window-all-closed");
    expect(electron.done).toContain("quit");
  });

  it("stays in the dock without a window on macOS, and opens one when asked", async () => {
    const { electron } = await start({ platform: "darwin" });
    electron.window.listeners.emit("closed");
    electron.appListeners.emit("window-all-closed");
    expect(electron.done).not.toContain("quit");
    electron.appListeners.emit("activate");
    expect(electron.windows).toHaveLength(2);
  });

  it.each(["SIGINT", "SIGTERM", "disconnect"])("stops cleanly on %s", async (signal) => {
    const { electron, process } = await start();
    process.emit(signal);
    expect(electron.done).toContain("quit");
  });

  it("closes the application before it ends", async () => {
    const close = vi.fn<() => void>();
    const { electron } = await start({
      createApp: (options) => {
        const app = createApp(options);
        const closeReally = app.close.bind(app);
        app.close = () => {
          close();
          return closeReally();
        };
        return app;
      },
    });
    const prevented = vi.fn<() => void>();
    electron.appListeners.emit("will-quit", { preventDefault: prevented });
    expect(prevented).toHaveBeenCalledOnce();
    expect(close).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(electron.done).toContain("exit 0"));
  });

  it.each(["uncaughtException", "unhandledRejection"])(
    "logs an unexpected error and ends with 1: %s",
    async (event) => {
      const { electron, process, logged } = await start();
      const bug = new Error("a bug");
      process.emit(event, bug);
      expect(logged).toContain(bug);
      expect(electron.done).toContain("exit 1");
    },
  );

  it("ends with 1 when the application cannot start", async () => {
    const bug = new Error("cannot start");
    const { electron, logged } = await start({
      createApp: () => {
        throw bug;
      },
    });
    expect(logged).toContain(bug);
    expect(electron.done).toContain("exit 1");
  });

  it("answers the window from main, where decisions are made", async () => {
    const { electron } = await start();
    electron.sendFromWindow("page", { kind: "follow", id: 1, name: "session", params: {} });
    electron.sendFromWindow("page", { kind: "call", id: 2, name: "approve-order", input: { orderId: "ORD-1" } });
    await vi.waitFor(() => {
      const messages = electron.window.page.sent.map(({ args }) => args[1]);
      expect(messages).toContainEqual({ kind: "version", version: 1 });
      expect(messages).toContainEqual({
        kind: "update",
        id: 1,
        outcome: { ok: true, value: expect.objectContaining({ state: "signed-out", server: noServer }) as unknown },
      });
      expect(messages).toContainEqual({
        kind: "result",
        id: 2,
        outcome: { ok: false, error: expect.objectContaining({ code: "request-malformed" }) as unknown },
      });
    });
  });
});
