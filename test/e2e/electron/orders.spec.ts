import { expect } from "@playwright/test";

import { test } from "./support/test.ts";

test("D08 shows the inbox in Electron, and each decision arrives once", async ({ desk }) => {
  const { first, orders } = desk.shared;
  const [toApprove, toReject] = orders;
  const { application, window } = await desk.open("decisions");
  await expect(window.row(toApprove!.number)).toBeVisible();
  await window.approve(toApprove!);
  await window.reject(toReject!, "The warehouse still has forty of them.");
  await window.accepted(toApprove!, toReject!);
  const history = await first.pullAll("history");
  const mine = history.filter(({ person }) => person.personId === first.person.id);
  for (const order of [toApprove!, toReject!])
    expect(mine.filter(({ orderId }) => orderId === order.id)).toHaveLength(1);
  await application.close();
});

test("D02 keeps decisions over a reload and a restart of Electron", async ({ desk }) => {
  const [, , order] = desk.shared.orders;
  const before = await desk.open("kept");
  await before.window.approve(order!);
  await before.window.reload();
  await before.window.openOrder(order!);
  await expect(before.window.stages).toContainText("Approved");
  await before.application.close();

  const after = await desk.open("kept");
  await after.window.openOrder(order!);
  await expect(after.window.stages).toContainText("Approved");
  await after.application.close();
});
