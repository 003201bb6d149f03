import { resolve } from "node:path";
import { expect, test } from "@playwright/test";

import { Network } from "./support/network.ts";

const hour = 3_600_000;

const clockShiftedBy = (millis: number): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${resolve(import.meta.dirname, "../support/clock-shift.ts")}`,
  CLOCK_SHIFT_MS: String(millis),
});

test("D03 D09 a decision made offline arrives although the wall clock was set back an hour between two starts", async ({
  browser,
}) => {
  const network = await Network.start(browser);
  try {
    const { first, orders } = network.shared;
    const [order, later] = orders;
    let desk = await network.desk(first.person.email, "first");
    await expect(desk.window.connection).toHaveText("Online");
    await desk.window.approve(order!);
    await desk.window.accepted(order!);

    await network.stopServer();
    desk = await desk.crashAndRestart(clockShiftedBy(-hour));
    await expect(desk.window.connection).toHaveText("Offline");
    await desk.window.approve(later!);
    desk = await desk.crashAndRestart(clockShiftedBy(-2 * hour));
    await expect(desk.window.waitingToSend).toContainText("1");

    await network.startServer();
    await desk.window.backOnline();
    await expect(desk.window.waitingToSend).toContainText("0");
    const history = await first.pullAll("history");
    expect(history.filter(({ orderId }) => orderId === later!.id)).toHaveLength(1);
  } finally {
    await network.stop();
  }
});
