import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";

import { Api } from "@countersign/server/testing/api.ts";

import { Window } from "./pages/window.ts";
import { Network } from "./support/network.ts";
import { violations } from "./support/violations.ts";

test.describe("the mail preferences", () => {
  let network: Network;

  test.beforeAll(async ({ browser }) => {
    network = await Network.start(browser);
  });
  test.afterAll(async () => {
    await network.stop();
  });

  const email = () => network.shared.first.person.email;
  const remind = (page: Page) => page.getByText("Remind me of orders waiting for me").click();
  const storedPreferences = async () =>
    (await (await Api.signIn(network.url, email())).send("GET", "/v1/mail-preferences")).body;
  const reminders = (page: Page) => page.getByRole("checkbox", { name: "Remind me of orders waiting for me" });
  const open = async (page: Page): Promise<Window> => {
    const window = new Window(page);
    await window.open(await network.application(email()));
    await expect(window.connection).toHaveText("Online");
    await page.getByRole("button", { name: network.shared.first.person.name }).click();
    await page.getByRole("menuitem", { name: "Mail preferences" }).click();
    await expect(page.getByRole("heading", { name: "Mail preferences" })).toBeVisible();
    return window;
  };
  const choose = async (page: Page, field: string, option: string) => {
    await page.getByRole("button", { name: field }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  };

  test("S43 are set with the keyboard alone, are kept on the server, and are there after a reload", async ({
    page,
  }) => {
    const window = await open(page);
    await expect(page.getByText("You are reminded on weekdays at 08:00 (UTC).")).toBeVisible();
    await page.getByRole("button", { name: "Language of the mails" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("vienna");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(await storedPreferences()).toEqual({ language: "de", timeZone: "Europe/Vienna", remindAtHour: 8 });
    await window.reload();
    await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Europe/Vienna");
    await expect(page.getByText("You are reminded on weekdays at 08:00 (Europe/Vienna).")).toBeVisible();
  });

  test("say at once that they are offline, keep what was chosen, and save it when the server is back", async ({
    page,
  }) => {
    const window = await open(page);
    await remind(page);
    await network.stopServer();
    await expect(window.connection).toHaveText("Offline");
    await expect(page.getByText("You are offline. Your choices stay on this screen.")).toBeVisible();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("There is no connection to the server.");
    expect(await violations(page)).toEqual([]);
    await expect(reminders(page)).not.toBeChecked();

    await window.go("Inbox");
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page.getByRole("alert")).toContainText("There is no connection to the server.");
    await network.startServer();
    await window.backOnline();
    await remind(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(await storedPreferences()).not.toHaveProperty("remindAtHour");
  });

  test("do not overwrite what was changed on another device", async ({ page }) => {
    await open(page);
    const elsewhere = { language: "en", timeZone: "Europe/Lisbon", remindAtHour: 9 };
    await expect(reminders(page)).toBeVisible();
    await (await Api.signIn(network.url, email())).send("PUT", "/v1/mail-preferences", elsewhere);
    await choose(page, "Language of the mails", "Deutsch");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("changed elsewhere");
    expect(await storedPreferences()).toEqual(elsewhere);
    await page.getByRole("button", { name: "Use the newer ones" }).click();
    await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Europe/Lisbon");
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`axe finds nothing on them in the ${colorScheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page);
      await expect(reminders(page)).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
});
