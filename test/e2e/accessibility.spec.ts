import { expect, test } from "@playwright/test";

import { scenes } from "#test/screens/scenes.ts";

import { Window } from "./pages/window.ts";
import { Network } from "./support/network.ts";
import { layoutFaults } from "./support/layout-faults.ts";
import { violations } from "./support/violations.ts";

test.describe("every screen, by WCAG 2.2 AA and with the keyboard alone", () => {
  let network: Network;

  test.beforeAll(async ({ browser }) => {
    network = await Network.start(browser);
  });
  test.afterAll(async () => {
    await network.stop();
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`axe finds nothing on any screen in the ${colorScheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const window = new Window(page);
      await page.goto(await network.application());
      await expect(page.getByText("Who are you?")).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await window.open(await network.application(network.shared.first.person.email));
      await expect(window.row(network.shared.orders[0]!.number)).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await window.openOrder(network.shared.orders[0]!);
      expect(await violations(page)).toEqual([]);
      await window.button("Reject").click();
      await expect(page.getByRole("dialog", { name: "Reject order" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      for (const screen of ["Authorization history", "Outbox"] as const) {
        await window.go(screen);
        await expect(page.getByRole("heading", { name: screen })).toBeVisible();
        expect(await violations(page)).toEqual([]);
      }
    });

  for (const name of ["order", "order-recurring", "order-reject"])
    test(`nothing sticks out of its panel, and all is aligned, on ${name}, in a small window, at 200 % or right to left`, async ({
      page,
    }) => {
      await scenes.find((scene) => scene.name === name)!.show(new Window(page), network);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await layoutFaults(page)).toEqual([]);
    });

  test("D10 the main job by keyboard: open, approve, cancel, reject with a reason, back", async ({ page }) => {
    const window = new Window(page);
    await window.open(await network.application(network.shared.second.person.email));
    await expect(window.inbox.getByRole("row").nth(3)).toBeVisible();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(window.button("Approve")).toBeVisible();
    const number = (await page.getByRole("heading", { level: 1 }).innerText()).trim();

    await page.keyboard.press("a");
    await expect(window.button("Cancel authorization")).toBeVisible();
    await expect(window.waitingToSend).toContainText("0");
    await page.keyboard.press("c");
    await expect(window.button("Approve")).toBeVisible();
    await page.keyboard.press("r");
    await page.getByRole("textbox", { name: "Reason" }).fill("Bought twice.");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(window.stages).toContainText("Bought twice.");
    await page.keyboard.press("u");
    await expect(window.inbox).toBeVisible();
    await expect(window.row(number)).toBeHidden();
  });
});
