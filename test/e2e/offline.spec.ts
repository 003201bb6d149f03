import { expect, test } from "@playwright/test";

import { moneyText } from "@countersign/shared/words/money-text.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { waitingSince, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import { Network } from "./support/network.ts";

const amountOf = ({ totals: { gross } }: Order): string => (gross.known ? moneyText(gross.money) : "No price");

test.describe("two people, each with their own data, against one server", () => {
  let network: Network;

  test.beforeAll(async ({ browser }) => {
    network = await Network.start(browser);
  });
  test.afterAll(async () => {
    await network.stop();
  });

  test("D03 D04 S44 the inbox says how many orders wait, how much and since when; an approval shows on the other's screen", async () => {
    const { first, second, orders } = network.shared;
    const [order] = orders;
    const desk = await network.desk(first.person.email, "first");
    const other = await network.desk(second.person.email, "second");
    await expect(desk.window.connection).toHaveText("Online");
    await expect(other.window.row(order!.number)).toBeVisible();
    const waiting = (await first.pullAll("orders")).filter((one) => waitsFor(one, first.person.id));
    await expect(desk.window.page.getByRole("heading", { level: 1 })).toContainText(
      `${waiting.length.toLocaleString("en")} orders are waiting for you`,
    );
    const row = desk.window.row(order!.number);
    await expect(row).toContainText(amountOf(order!));
    await expect(row.locator("time")).toHaveAttribute("datetime", waitingSince(order!));

    await desk.window.approve(order!);
    await other.window.go("Inbox");
    await expect(other.window.row(order!.number)).toBeHidden();
    await other.window.openOrder(order!);
    await expect(other.window.stages).toContainText(first.person.name);
    await expect(other.window.stages).toContainText("Approved");
    await desk.close();
    await other.close();
  });

  test("D08 D09 D02 decisions made without a server survive a reload and kill -9, and arrive once each", async () => {
    const { first, orders } = network.shared;
    const [, toReject, toApprove] = orders;
    let desk = await network.desk(first.person.email, "first");
    await expect(desk.window.connection).toHaveText("Online");

    await network.stopServer();
    await expect(desk.window.connection).toHaveText("Offline");
    await desk.window.reject(toReject!, "The warehouse still has forty of them.");
    await desk.window.approve(toApprove!);
    await expect(desk.window.waitingToSend).toContainText("2");

    await desk.window.reload();
    await expect(desk.window.waitingToSend).toContainText("2");
    desk = await desk.crashAndRestart();
    await expect(desk.window.waitingToSend).toContainText("2");
    await desk.window.go("Outbox");
    for (const order of [toReject!, toApprove!])
      await expect(desk.window.outboxRow(order.number)).toContainText("Waiting");

    await network.startServer();
    await desk.window.backOnline();
    await expect(desk.window.waitingToSend).toContainText("0");
    for (const order of [toReject!, toApprove!])
      await expect(desk.window.outboxRow(order.number)).toContainText("Accepted");

    const history = await first.pullAll("history");
    for (const order of [toReject!, toApprove!])
      expect(history.filter(({ orderId }) => orderId === order.id)).toHaveLength(1);
    const [rejected] = history.filter(({ orderId }) => orderId === toReject!.id);
    expect(rejected).toMatchObject({ action: "rejected", reason: "The warehouse still has forty of them." });
    await desk.close();
  });

  test("D09 a comment written without a server is kept and reaches the others", async () => {
    const { first, second, orders } = network.shared;
    const [, , , , order] = orders;
    const desk = await network.desk(first.person.email, "first");
    await expect(desk.window.connection).toHaveText("Online");
    await network.stopServer();
    await expect(desk.window.connection).toHaveText("Offline");
    await desk.window.comment(order!, "The offer is valid until Friday.");
    await expect(desk.window.comments).toContainText("Waiting to be sent");
    await expect(desk.window.waitingToSend).toContainText("1");

    await network.startServer();
    await desk.window.backOnline();
    await expect(desk.window.waitingToSend).toContainText("0");
    await expect(desk.window.comments).not.toContainText("Waiting to be sent");
    const other = await network.desk(second.person.email, "second");
    await other.window.openOrder(order!);
    await expect(other.window.comments).toContainText("The offer is valid until Friday.");
    await desk.close();
    await other.close();
  });

  test("S52 S53 the later of two people is told who decided what and when, and may reverse it", async () => {
    const { first, second, orders } = network.shared;
    const [, , , order] = orders;
    let later = await network.desk(second.person.email, "second");
    await expect(later.window.row(order!.number)).toBeVisible();
    const earlier = await network.desk(first.person.email, "first");
    await expect(earlier.window.connection).toHaveText("Online");

    await network.stopServer();
    await expect(later.window.connection).toHaveText("Offline");
    await later.window.reject(order!, "Not in this quarter.");
    await later.close();

    await network.startServer();
    await earlier.window.backOnline();
    await earlier.window.approve(order!);
    await earlier.window.accepted(order!);

    later = await network.desk(second.person.email, "second");
    await expect(later.window.connection).toHaveText("Online");
    await later.window.go("Outbox");
    await expect(later.window.outboxRow(order!.number)).toContainText("Refused");
    await expect(later.window.outboxRow(order!.number)).toContainText(first.person.name);

    await later.window.openOrder(order!);
    await expect(later.window.page.getByText(`${first.person.name} already decided this stage`).first()).toBeVisible();
    await later.window.button("Cancel authorization").click();
    await later.window.reject(order!, "Not in this quarter.");
    await expect(later.window.waitingToSend).toContainText("0");
    await earlier.window.openOrder(order!);
    await expect(earlier.window.stages).toContainText("Not in this quarter.");
    await later.close();
    await earlier.close();
  });
});
