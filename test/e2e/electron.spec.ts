import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { ElectronApplication } from "@playwright/test";
import { _electron, expect, test } from "@playwright/test";

import { hasDisplay, installedBinary } from "#build/start/electron.ts";
import type { BuiltApplication } from "#main/hosts/electron/testing/built-application.ts";
import { builtApplication } from "#main/hosts/electron/testing/built-application.ts";
import { Window } from "#test/e2e/pages/window.ts";
import type { TemporaryFolder } from "#test/support/folder.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import type { Program } from "#test/support/program.ts";
import { startServer } from "#test/support/program.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

const binary = installedBinary(resolve(import.meta.dirname, "../../node_modules/electron"));

const whyNot = (): string | undefined => {
  if (binary === undefined)
    return "Electron's binary is not here. Fetch it with `npx install-electron`, then `npm run test:e2e -- electron`.";
  return hasDisplay() ? undefined : "There is no display. Try `xvfb-run -a npm run test:e2e -- electron`.";
};
const reason = whyNot();
// The worker loads this file as well; once is enough.
if (reason !== undefined && process.env["TEST_WORKER_INDEX"] === undefined) console.log(`Electron: ${reason}`);

test.describe("the desktop application in Electron", () => {
  test.skip(reason !== undefined, reason);

  let built: BuiltApplication;
  let folder: TemporaryFolder;
  let server: Program;
  let shared: SharedInbox;

  test.beforeAll(async () => {
    built = await builtApplication();
    folder = await temporaryFolder();
    server = await startServer(["--demo", "--data", join(folder.path, "server")]);
    shared = await findSharedInbox(server.ready.server, server.ready.people);
  });
  test.afterAll(async () => {
    await server.stop();
    await folder[Symbol.asyncDispose]();
    await built[Symbol.asyncDispose]();
  });

  const argumentsFor = (name: string): string[] => [
    built.folder,
    `--server=${server.ready.server}`,
    `--as=${shared.first.person.email}`,
    `--data=${join(folder.path, name)}`,
  ];

  const open = async (name: string): Promise<{ application: ElectronApplication; window: Window }> => {
    const application = await _electron.launch({ args: argumentsFor(name), cwd: built.folder });
    const window = new Window(await application.firstWindow());
    await expect(window.connection).toHaveText("Online");
    return { application, window };
  };

  test("D08 shows the inbox, and each decision arrives once", async () => {
    const [toApprove, toReject] = shared.orders;
    const { application, window } = await open("decisions");
    await expect(window.row(toApprove!.number)).toBeVisible();
    await window.approve(toApprove!);
    await window.reject(toReject!, "The warehouse still has forty of them.");
    await window.accepted(toApprove!, toReject!);
    const history = await shared.first.pullAll("history");
    const mine = history.filter(({ person }) => person.personId === shared.first.person.id);
    for (const order of [toApprove!, toReject!])
      expect(mine.filter(({ orderId }) => orderId === order.id)).toHaveLength(1);
    await application.close();
  });

  test("D02 keeps what was decided over a reload and a restart", async () => {
    const [, , order] = shared.orders;
    let { application, window } = await open("kept");
    await window.approve(order!);
    await window.reload();
    await window.openOrder(order!);
    await expect(window.stages).toContainText("Approved");
    await application.close();
    ({ application, window } = await open("kept"));
    await window.openOrder(order!);
    await expect(window.stages).toContainText("Approved");
    await application.close();
  });

  test("gives its page two functions, one origin and no way out", async () => {
    const { application, window } = await open("closed");
    const { page } = window;
    expect(new URL(page.url()).href).toMatch(/^app:\/\/countersign\//);
    const world = await page.evaluate(() => ({
      bridge: Object.keys((globalThis as { countersign?: object }).countersign ?? {}).toSorted(),
      node: ["require", "process", "module", "Buffer"].filter((name) => name in globalThis),
      popup: globalThis.open("https://example.com/"),
    }));
    expect(world).toEqual({ bridge: ["onMessage", "send"], node: [], popup: null });

    const fetched = await page.evaluate((url) => fetch(url).then(String, () => "refused"), server.ready.server);
    expect(fetched).toBe("refused");
    await page.evaluate(() => {
      globalThis.location.href = "https://example.com/";
    });
    await expect(window.connection).toHaveText("Online");
    expect(page.url()).toMatch(/^app:\/\/countersign\//);
    expect(await page.evaluate(() => Notification.requestPermission())).toBe("denied");
    await application.close();
  });

  test("leaves a second start on the same folder to the first one", async () => {
    const { application } = await open("once");
    const sandbox = process.platform === "linux" ? ["--no-sandbox"] : [];
    await promisify(execFile)(binary ?? "", [...sandbox, ...argumentsFor("once")], { timeout: 30_000 });
    expect(application.windows()).toHaveLength(1);
    await application.close();
  });
});
