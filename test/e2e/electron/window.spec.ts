import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";

import type { OpenApplication } from "./support/desk.ts";
import { test } from "./support/test.ts";

const elsewhere = "https://example.com/";

test.describe("the window in Electron", () => {
  let open: OpenApplication;
  let messages = "";

  // They look at one window, and leave it as it is.
  test.beforeAll(async ({ desk }) => {
    open = await desk.open("window");
    open.application.process().stderr?.on("data", (text: Buffer) => (messages += text.toString()));
  });
  test.afterAll(() => open.application.close());

  const addressOfWindow = (): Promise<string | undefined> =>
    open.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());

  /** Runs code in the page without Playwright, which would wait for a navigation that never comes. */
  const runInPage = (script: string): Promise<void> =>
    open.application.evaluate(async ({ BrowserWindow }, code) => {
      await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code);
    }, script);

  test("runs its page in the sandbox of the operating system, for a person other than root", async () => {
    const pid = await open.application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const metrics = await open.application.evaluate(({ app }) => app.getAppMetrics());
    if (process.platform === "linux") {
      const status = await readFile(`/proc/${String(pid)}/status`, "utf8");
      expect(status).toMatch(/^Seccomp:\t2$/m); // every system call passes a filter
      expect(status).not.toMatch(/^Uid:\t0\b/m);
    } else {
      expect(metrics.find((metric) => metric.pid === pid)?.sandboxed).toBe(true);
    }
  });

  test("gives its page two functions, and nothing from Node", async () => {
    const world = await open.window.page.evaluate(() => ({
      bridge: Object.keys((globalThis as { countersign?: object }).countersign ?? {}).toSorted(),
      node: ["require", "process", "module", "Buffer", "ipcRenderer", "electron"].filter((name) => name in globalThis),
    }));
    expect(world).toEqual({ bridge: ["onMessage", "send"], node: [] });
  });

  test("loads its screens from app://, under a policy that lets nothing else run", async () => {
    expect(await addressOfWindow()).toMatch(/^app:\/\/countersign\//);
    const policy = await open.application.evaluate(async ({ session }) => {
      const response = await session.defaultSession.fetch("app://countersign/");
      return response.headers.get("content-security-policy");
    });
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';.*connect-src 'none'/);

    const violated = await open.window.page.evaluate(async () => {
      const violation = Promise.withResolvers<string>();
      document.addEventListener("securitypolicyviolation", (event) => violation.resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "document.title = 'inline script'";
      document.head.append(script);
      return [await violation.promise, document.title];
    });
    expect(violated).toEqual(["script-src-elem", "Countersign"]);
  });

  test("lets its page send nothing to any server, the product's own included", async ({ desk }) => {
    const fetched = await open.window.page.evaluate((url) => fetch(url).then(String, () => "refused"), desk.server);
    expect(fetched).toBe("refused");
    // Bypasses the page's policy: the session itself cancels everything that is not a screen.
    const inSession = await open.application.evaluate(
      ({ session }, url) => session.defaultSession.fetch(url).then(({ status }) => String(status), String),
      desk.server,
    );
    expect(inSession).toContain("ERR_BLOCKED_BY_CLIENT");
  });

  test("denies its page every permission that it asks for", async () => {
    const answers = await open.window.page.evaluate(async () => {
      const names = ["geolocation", "camera", "microphone", "clipboard-read"] as PermissionName[];
      const checked = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
      return [await Notification.requestPermission(), ...checked.map(({ state }) => state)];
    });
    expect(answers).toEqual(["denied", "denied", "denied", "denied", "denied"]);
  });

  test("goes nowhere else, and says so in the log", async () => {
    await runInPage(`location.href = ${JSON.stringify(elsewhere)}; undefined`);
    await expect.poll(() => messages).toContain("The window may not go to https://example.com.");
    expect(await addressOfWindow()).toMatch(/^app:\/\/countersign\//);
  });

  test("opens no second window", async () => {
    await runInPage(`globalThis.popup = open(${JSON.stringify(elsewhere)}); undefined`);
    await expect.poll(() => messages).toContain("The window may not open https://example.com.");
    expect(await open.window.page.evaluate(() => (globalThis as { popup?: object | null }).popup)).toBeNull();
    expect(open.application.windows()).toHaveLength(1);
  });
});
