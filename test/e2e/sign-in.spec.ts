import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";

import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { runFound } from "@countersign/server/testing/found-program.ts";
import type { Program } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { startClient } from "#test/support/client-program.ts";

import { violations } from "./support/violations.ts";

test.describe("a server that asks for a password", () => {
  const email = "pim@brass.example";
  let folder: TemporaryFolder;
  let server: Program;
  let client: Program;
  let link: string;

  test.beforeAll(async () => {
    folder = await temporaryFolder();
    const data = `${folder.path}/server`;
    const who = [
      "--network",
      "Brass network",
      "--distributor",
      "Brass Distribution",
      "--admin",
      email,
      "--name",
      "Pim Brass",
    ];
    const founded = await runFound(["--data", data, ...who]);
    server = await startServer(["--data", data]);
    link = server.ready.server + (JSON.parse(founded.out) as { password: string }).password;
    const own = ["--server", server.ready.server, "--data", `${folder.path}/application`, "--headless"];
    client = await startClient(own);
  });
  test.afterAll(async () => {
    await client.stop();
    await server.stop();
    await folder[Symbol.asyncDispose]();
  });

  const setPassword = async (page: Page, password: string) => {
    await page.goto(link);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("textbox", { name: "New password" }).fill(password);
    await page.getByRole("textbox", { name: "Repeat the password" }).fill(password);
    await page.getByRole("button", { name: "Set the password" }).click();
  };

  test("S33 from the mailed link to the inbox by keyboard, out again, and to another server", async ({ page }) => {
    const password = "correct horse battery";
    await setPassword(page, password);
    await expect(page.getByText(email)).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.goto(client.ready.app ?? "");
    const field = page.getByRole("textbox", { name: "Password" });
    await expect(field).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("not the password");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("do not match");
    expect(await violations(page)).toEqual([]);
    await field.fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status", { name: "Connection" })).toContainText("Online");
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();

    await page.getByRole("button", { name: /Pim Brass/ }).click();
    await expect(page.getByText("Once signed out, you need the server to sign in again.")).toBeVisible();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Another server" }).click();
    const address = page.getByRole("textbox", { name: /^Address of your company/ });
    await expect(address).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await address.fill("http://approvals.example");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("begins with https://");
    expect(await violations(page)).toEqual([]);
    await address.fill(server.ready.server);
    await page.keyboard.press("Enter");
    await expect(field).toBeVisible();
  });
});
