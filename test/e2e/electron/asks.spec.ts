import { expect } from "@playwright/test";

import { Api } from "@countersign/server/testing/api.ts";
import { mailPreferencesSchema } from "@countersign/shared/domain/mail-preferences.ts";

import { test } from "./support/test.ts";

test("S43 asks the server through Electron, says at once that it is offline, and saves when the server is back", async ({
  desk,
}) => {
  const { person } = desk.shared.first;
  const { application, window } = await desk.open("asks");
  const { page } = window;
  const reminders = page.getByRole("checkbox", { name: "Remind me of orders waiting for me" });
  const save = page.getByRole("button", { name: "Save", exact: true });
  const isRemindedByServer = async (): Promise<boolean> => {
    const { body } = await (await Api.signIn(desk.server, person.email)).send("GET", "/v1/mail-preferences");
    return mailPreferencesSchema.parse(body).remindAtHour !== undefined;
  };

  await page.getByRole("button", { name: person.name }).click();
  await page.getByRole("menuitem", { name: "Mail preferences" }).click();
  await expect(reminders).toBeVisible();
  const isReminded = await reminders.isChecked();
  await page.getByText("Remind me of orders waiting for me").click();
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await isRemindedByServer()).toBe(!isReminded);

  await desk.stopServer();
  await expect(window.connection).toHaveText("Offline");
  await page.getByText("Remind me of orders waiting for me").click();
  await save.click();
  await expect(page.getByRole("alert")).toContainText("There is no connection to the server.");
  await expect(reminders).toBeChecked({ checked: isReminded });

  await desk.startServer();
  await window.backOnline();
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await isRemindedByServer()).toBe(isReminded);
  await application.close();
});
