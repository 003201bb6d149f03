import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** The application's window as a person uses it: everything is found by its role and name. */
export class Window {
  readonly page: Page;
  readonly connection: Locator;
  readonly waitingToSend: Locator;
  readonly inbox: Locator;

  constructor(page: Page) {
    this.page = page;
    this.connection = page.getByRole("status", { name: "Connection" });
    this.waitingToSend = page.getByRole("status", { name: "Waiting to send" });
    this.inbox = page.getByRole("grid", { name: "Inbox" });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.connection).toBeVisible();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.connection).toBeVisible();
  }

  async go(link: "Inbox" | "Authorization history" | "Outbox"): Promise<void> {
    await this.page.getByRole("link", { name: link }).click();
  }

  row(orderNumber: string): Locator {
    return this.inbox.getByRole("row", { name: new RegExp(`^${orderNumber}\\b`) });
  }

  async openOrder(orderNumber: string): Promise<void> {
    await this.go("Inbox");
    await this.row(orderNumber).scrollIntoViewIfNeeded();
    await this.row(orderNumber).dblclick();
    await expect(this.heading(orderNumber)).toBeVisible();
  }

  heading(orderNumber: string): Locator {
    return this.page.getByRole("heading", { name: orderNumber });
  }

  button(name: "Approve" | "Reject" | "Cancel authorization"): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  get stages(): Locator {
    return this.page.getByRole("list", { name: "Approval stages" });
  }

  async approve(): Promise<void> {
    await this.button("Approve").click();
  }

  async reject(reason: string): Promise<void> {
    await this.button("Reject").click();
    const dialog = this.page.getByRole("dialog", { name: "Reject order" });
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Reject order" }).click();
    await expect(dialog).toBeHidden();
  }

  /** The outbox's lines about one order, newest first. */
  outboxEntries(orderNumber: string): Locator {
    return this.page.getByRole("listitem").filter({ hasText: orderNumber });
  }
}
