import { join } from "node:path";
import { expect, test } from "@playwright/test";

import { builtApplication } from "#main/hosts/electron/testing/built-application.ts";
import { Window } from "#test/e2e/pages/window.ts";
import { makeDataFolder } from "@countersign/server/testing/prepared-data.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

import { openElectronInChromium } from "./support/electron-in-chromium.ts";

test("D01 D08 the screens do the main job through Electron's preload, under the host's security policy", async ({
  page,
}) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await using built = await builtApplication();
  const data = await makeDataFolder(join(built.folder, "server"), "demo");
  const server = await startServer(["--demo", "--data", data]);
  const { first, orders } = await findSharedInbox(server.ready.server, server.ready.people);
  const [toApprove, toReject] = orders;
  const args = [
    `--server=${server.ready.server}`,
    `--as=${first.person.email}`,
    `--data=${join(built.folder, "data")}`,
  ];
  const host = await openElectronInChromium(page, built.folder, args);
  try {
    const window = new Window(page);
    await expect(window.connection).toHaveText("Online");
    await expect(window.row(toApprove!.number)).toBeVisible();
    await window.approve(toApprove!);
    await window.reject(toReject!, "The warehouse still has forty of them.");
    await window.accepted(toApprove!, toReject!);
    const history = await first.pullAll("history");
    const mine = history.filter(({ person }) => person.personId === first.person.id);
    for (const order of [toApprove!, toReject!])
      expect(mine.filter(({ orderId }) => orderId === order.id)).toHaveLength(1);

    await window.reload();
    await expect(window.connection).toHaveText("Online");
    await window.openOrder(toApprove!);
    await expect(window.stages).toContainText("Approved");

    const isRefused = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      server.ready.server,
    );
    expect(isRefused).toBe(true);
    expect(host.logged.map(String).filter((line) => line.includes("dropped"))).toEqual([]);
    // The request above was made on purpose.
    expect(violations.filter((text) => !text.includes(server.ready.server))).toEqual([]);
  } finally {
    await host.stop();
    await server.stop();
  }
});
