import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { preventable } from "./testing/double.ts";
import type { StartedHost } from "./testing/started-host.ts";
import { startedHost } from "./testing/started-host.ts";

describe("beyond Electron's checklist", () => {
  let host: StartedHost;
  beforeEach(async () => {
    host = await startedHost();
  });
  afterEach(() => host.end());

  it("there are no downloads, no spell checker that uses the network, and no developer tools in the product", () => {
    const { session, window } = host.electron;
    const event = preventable({});
    session.listeners.emit("will-download", event, { getURL: () => "https://example.com/file" });
    expect(event.defaultPrevented).toBe(true);
    expect(session.isSpellCheckerEnabled).toBe(false);
    expect(window.options.webPreferences).toMatchObject({ devTools: false, spellcheck: false });
  });

  it("a certificate that Chromium refuses stays refused", () => {
    expect(host.electron.appListeners.count("certificate-error")).toBe(0);
    // The double of the session has no setCertificateVerifyProc: to use it would throw.
  });
});

describe("while developing", () => {
  it("the window has developer tools, which may load only their own pages", async () => {
    const host = await startedHost({ isPackaged: false });
    expect(host.electron.window.options.webPreferences?.devTools).toBe(true);
    expect(host.electron.session.mayLoad("devtools://devtools/bundled/inspector.html")).toBe(true);
    expect(host.electron.session.mayLoad("https://example.com/")).toBe(false);
    await host.end();
  });
});
