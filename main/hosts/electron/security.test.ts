import { readFileSync } from "node:fs";
import type { HandlerDetails } from "electron";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import configuration from "#build/electron-builder.config.ts";

import manifest from "../../../package.json" with { type: "json" };
import { preventable } from "./testing/double.ts";
import type { StartedHost } from "./testing/started-host.ts";
import { noServer, startedHost } from "./testing/started-host.ts";
import { ContentsDouble, frameDouble } from "./testing/window-double.ts";

/** The points of https://www.electronjs.org/docs/latest/tutorial/security, in its order. */
describe("Electron's security checklist", () => {
  let host: StartedHost;
  beforeEach(async () => {
    host = await startedHost();
  });
  afterEach(() => host.end());

  const preferences = () => host.electron.window.options.webPreferences ?? {};

  /** Whatever shows pages in this application, as Electron announces it. */
  const announced = (): ContentsDouble => {
    const page = new ContentsDouble();
    host.electron.appListeners.emit("web-contents-created", {}, page.contents);
    return page;
  };

  it("1. Only load secure content: the window loads its own screens, and every other request is cancelled", () => {
    const { electron } = host;
    expect(electron.window.loaded).toEqual(["app://countersign/"]);
    expect(electron.session.mayLoad("app://countersign/assets/index.js")).toBe(true);
    const elsewhere = ["https://example.com/", "http://127.0.0.1/", "ws://127.0.0.1/", "file:///etc/passwd", noServer];
    expect(elsewhere.filter((url) => electron.session.mayLoad(url))).toEqual([]);
  });

  it("2. Disable Node.js integration, also in frames and workers", () => {
    expect(preferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
    });
  });

  it("3. Enable context isolation", () => {
    expect(preferences().contextIsolation).toBe(true);
  });

  it("4. Enable process sandboxing, for every process and before there is one", () => {
    expect(preferences().sandbox).toBe(true);
    expect(host.electron.done.indexOf("sandbox")).toBe(0);
  });

  it("5. Handle session permission requests: all are denied, whether requested or only checked, devices and screen capture included", () => {
    const { session } = host.electron;
    const { contents } = host.electron.window.page;
    const answers: unknown[] = [];
    const url = "app://countersign/";
    const asker = { isMainFrame: true, requestingUrl: url };
    for (const permission of ["media", "notifications", "openExternal", "clipboard-read"] as const) {
      session.permissionRequest?.(contents, permission, (isGranted) => answers.push(isGranted), asker);
      answers.push(session.permissionCheck?.(contents, permission, url, asker));
    }
    expect(new Set(answers)).toEqual(new Set([false]));
    expect(answers).toHaveLength(8);
    expect(session.devicePermission?.({} as never)).toBe(false);
    const streams: unknown[] = [];
    session.displayMedia?.({} as never, (given) => streams.push(given));
    expect(streams).toEqual([null]);
  });

  it("6. Do not disable webSecurity", () => {
    expect(preferences().webSecurity).toBe(true);
  });

  it("7. Define a Content-Security-Policy, sent with every answer", async () => {
    const handler = host.electron.handled.get("app");
    const policy = (await handler?.(new Request("app://countersign/")))?.headers.get("content-security-policy");
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it("8. Do not enable allowRunningInsecureContent", () => {
    expect(preferences().allowRunningInsecureContent).toBe(false);
  });

  it("9. Do not enable experimental features", () => {
    expect(preferences().experimentalFeatures).toBe(false);
  });

  it("10. Do not use enableBlinkFeatures", () => {
    expect(preferences()).not.toHaveProperty("enableBlinkFeatures");
  });

  it("11. Do not use allowpopups: there is no webview", () => {
    expect(preferences().webviewTag).toBe(false);
  });

  it("12. Verify webview options: one that is attached anyway is refused", () => {
    const event = preventable({});
    announced().listeners.emit("will-attach-webview", event, {}, { src: "app://countersign/" });
    expect(event.defaultPrevented).toBe(true);
  });

  it.each(["will-navigate", "will-frame-navigate", "will-redirect"])(
    "13. Disable or limit navigation: %s leads nowhere but to the screens",
    (name) => {
      const page = announced();
      const isRefused = (url: string): boolean => {
        const event = preventable({ url });
        page.listeners.emit(name, event);
        return event.defaultPrevented;
      };
      expect(isRefused("app://countersign/")).toBe(false);
      const elsewhere = [
        "https://example.com/",
        "app://countersign.example/",
        "app://countersign@example.com/",
        "app://other/",
        "file:///etc/passwd",
        "data:text/html,hello",
        "javascript:alert(1)",
        "about:blank",
        "no address",
      ];
      expect(elsewhere.filter((url) => !isRefused(url))).toEqual([]);
    },
  );

  it.each(["https://example.com/", "app://countersign/", "about:blank"])(
    "14. Disable or limit creation of new windows: none for %s",
    (url) => {
      expect(announced().openHandler?.({ url } as HandlerDetails)).toEqual({ action: "deny" });
    },
  );

  it("15. Do not use shell.openExternal with untrusted content: the host has no shell at all", () => {
    expect(Object.keys(host.electron.parts)).not.toContain("shell");
    const imports = /import \{([^}]*)\} from "electron"/.exec(readFileSync(`${import.meta.dirname}/main.ts`, "utf8"));
    expect(imports?.[1]?.split(",").map((name) => name.trim())).toEqual(Object.keys(host.electron.parts));
  });

  it("16. Use a current version of Electron, which the types and these tests are for", () => {
    const text = readFileSync(new URL(import.meta.resolve("electron/package.json")), "utf8");
    const { version } = JSON.parse(text) as { version: string };
    expect(manifest.devDependencies.electron).toBe(version);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(45);
  });

  it("17. Validate the sender of all IPC messages: a foreign sender gets no answer", () => {
    const before = host.electron.window.page.sent.length;
    const message = { kind: "follow", id: 1, name: "session", params: {} };
    host.electron.sendFromWindow("page", message, { senderFrame: frameDouble({ origin: "https://example.com" }) });
    host.electron.sendFromWindow("page", message, { senderFrame: frameDouble({ parent: frameDouble() }) });
    host.electron.sendFromWindow("page", message, { senderFrame: null });
    host.electron.sendFromWindow("page", message, { sender: new ContentsDouble().contents });
    expect(host.electron.window.page.sent).toHaveLength(before);
    host.electron.sendFromWindow("page", message);
    expect(host.electron.window.page.sent.length).toBeGreaterThan(before);
  });

  it("18. Avoid file://: the screens have a scheme of their own, with no privilege that weakens it", () => {
    expect(host.electron.schemes).toEqual([
      { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(configuration.electronFuses).toMatchObject({ grantFileProtocolExtraPrivileges: false });
  });

  it("19. Check which fuses you can change: the binary can only be this application", () => {
    expect(configuration.electronFuses).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
  });

  it("20. Do not expose Electron APIs to untrusted web content: the preload exposes only two functions", async () => {
    const preload = readFileSync(`${import.meta.dirname}/preload.ts`, "utf8");
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    const { createWindowBridge } = await import("./window-bridge.ts");
    const bridge = createWindowBridge({ on: () => ({}) as never, send: () => undefined }, "page");
    expect(Object.keys(bridge).toSorted()).toEqual(["onMessage", "send"]);
  });
});
