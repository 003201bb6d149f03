import { expect, test } from "@playwright/test";
import { v7 } from "uuid";

import { Api } from "@countersign/server/testing/api.ts";

import { Network } from "./support/network.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";

test.describe("what is refused, and how a person learns why", () => {
  let network: Network;

  test.beforeAll(async ({ browser }) => {
    network = await Network.start(browser);
  });
  test.afterAll(async () => {
    await network.stop();
  });

  const operator = async (): Promise<Api> => {
    const { email } = network.people.find(({ role }) => role === "distributor")!;
    return Api.signIn(network.url, email);
  };

  test("S48 S66 a reversal after the ERP moved on is refused with the reason, even when it was made offline", async () => {
    const { first, orders } = network.shared;
    const [order] = orders;
    const desk = await network.desk(first.person.email, "first");
    await desk.window.approve(order!);
    await desk.window.accepted(order!);

    await network.stopServer();
    await expect(desk.window.connection).toHaveText("Offline");
    await desk.window.openOrder(order!);
    await desk.window.button("Cancel authorization").click();
    await expect(desk.window.waitingToSend).toContainText("1");
    // The application is away while the ERP releases the order.
    await desk.close();
    await network.startServer();
    const released = await (await operator()).send("PUT", `/v1/orders/${order!.id}/erp-status`, { status: "released" });
    expect(released.status).toBe(200);

    const later = await network.desk(first.person.email, "first");
    await later.window.backOnline();
    await later.window.go("Outbox");
    await expect(later.window.outboxRow(order!.number).first()).toContainText("Refused");
    await expect(later.window.outboxRow(order!.number).first()).toContainText("already released in the ERP");
    await later.window.openOrder(order!);
    await expect(later.window.stages).toContainText("Approved");
    await expect(later.window.page.getByText("already released in the ERP").first()).toBeVisible();
    await later.close();
  });

  test("D08 I13 a reason that is missing or has 100,000 characters keeps the dialog open and says what is wrong", async () => {
    const { first, orders } = network.shared;
    const desk = await network.desk(first.person.email, "first");
    const { page } = desk.window;
    await desk.window.openOrder(orders[1]!);
    await desk.window.button("Reject").click();
    const dialog = page.getByRole("dialog", { name: "Reject order" });
    await dialog.getByRole("button", { name: "Reject order" }).click();
    await expect(dialog.getByText("A rejection needs a reason.")).toBeVisible();

    const reason = dialog.getByRole("textbox", { name: "Reason" });
    await reason.fill("x".repeat(100_000));
    await dialog.getByRole("button", { name: "Reject order" }).click();
    await expect(dialog.getByText("100,000 characters; at most 2,000")).toBeVisible();
    await expect(reason).toHaveValue("x".repeat(100_000));
    await reason.fill("Bought twice.");
    await dialog.getByRole("button", { name: "Reject order" }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.window.stages).toContainText("Bought twice.");
    await desk.close();
  });

  test("D09 a command that the server does not know, or cannot read, gets a verdict and blocks nothing", async () => {
    const { second, orders } = network.shared;
    const deviceId = v7();
    const command = (deviceSeq: number, type: string, payload: object) => ({
      id: v7(),
      type,
      payload,
      actorId: second.person.id,
      deviceId,
      deviceSeq,
      madeAt: new Date().toISOString(),
      basedOn: 1,
      protocol: newestProtocol,
      verdict: { state: "waiting" },
    });
    const stageId = orders[2]!.flow.stages.at(-1)!.id;
    const { commands } = await second.push(deviceId, [
      command(1, "paint-order", {}),
      command(2, "reject-order", { orderId: orders[2]!.id, stageId, reason: "x".repeat(100_000) }),
      command(3, "approve-order", { orderId: orders[2]!.id }),
      command(4, "approve-order", { orderId: orders[2]!.id, stageId }),
    ]);
    expect(commands.map(({ verdict }) => (verdict.state === "refused" ? verdict.code : verdict.state))).toEqual([
      "command-type-unknown",
      "text-too-long",
      "command-malformed",
      "accepted",
    ]);
  });

  test("a malformed order is refused with the path of the field", async () => {
    const { status, body } = await (
      await operator()
    ).send("POST", "/v1/orders", {
      source: { system: "api" },
      requester: { email: "nobody" },
      customer: { externalId: "1" },
      lines: [{ product: "Desk lamp", quantity: "two" }],
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("requester.email");
    expect(JSON.stringify(body)).toContain("lines.0.quantity");
  });

  test("a page without the key says which address to open", async ({ page }) => {
    const address = new URL(await network.application());
    await page.goto(address.origin);
    await expect(page.getByText("needs its key")).toBeVisible();
  });
});
