import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** The application's window as a person uses it, with everything found by role and name. */
export class Window {
  readonly page: Page;
  readonly connection: Locator;
  readonly waitingToSend: Locator;
  readonly inbox: Locator;
  readonly stages: Locator;
  readonly comments: Locator;

  constructor(page: Page) {
    this.page = page;
    this.connection = page.getByRole("status", { name: "Connection" });
    this.waitingToSend = page.getByRole("status", { name: "Waiting to be sent" });
    this.inbox = page.getByRole("grid", { name: "Inbox" });
    this.stages = page.getByRole("list", { name: "Approval stages" });
    this.comments = page.getByRole("region", { name: "Comments" });
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

  /** After the server was away: the application tries again after half a minute at the latest. */
  async backOnline(): Promise<void> {
    await expect(this.connection).toHaveText("Online", { timeout: 45_000 });
  }

  row(orderNumber: string): Locator {
    return this.inbox.getByRole("row", { name: new RegExp(`^${orderNumber}\\b`) });
  }

  /** Goes straight to the order's page, as a notification's link does. */
  async openOrder(order: { readonly id: string; readonly number: string }): Promise<void> {
    await this.page.evaluate((id) => {
      window.location.hash = `#/orders/${id}`;
    }, order.id);
    await expect(this.heading(order.number)).toBeVisible();
  }

  heading(orderNumber: string): Locator {
    return this.page.getByRole("heading", { name: orderNumber });
  }

  button(name: "Approve" | "Reject" | "Cancel authorization"): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async approve(order: { readonly id: string; readonly number: string }): Promise<void> {
    await this.openOrder(order);
    await this.button("Approve").click();
    await expect(this.button("Cancel authorization")).toBeVisible();
  }

  async reject(order: { readonly id: string; readonly number: string }, reason: string): Promise<void> {
    await this.openOrder(order);
    await this.button("Reject").click();
    const dialog = this.page.getByRole("dialog", { name: "Reject order" });
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Reject order" }).click();
    await expect(dialog).toBeHidden();
  }

  async comment(order: { readonly id: string; readonly number: string }, text: string): Promise<void> {
    await this.openOrder(order);
    await this.comments.getByRole("button", { name: "Comment" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Comment on the order" });
    await dialog.getByRole("textbox", { name: "Comment" }).fill(text);
    await dialog.getByRole("button", { name: "Comment" }).click();
    await expect(dialog).toBeHidden();
  }

  /**
   * Waits until the server has accepted the last decision on each order. The number waiting to be sent is not enough:
   * it is a view of its own, and may not have grown yet when the order's page shows the decision.
   */
  async accepted(...orders: readonly { readonly number: string }[]): Promise<void> {
    await this.go("Outbox");
    for (const { number } of orders) await expect(this.outboxRow(number).first()).toContainText("Accepted");
    await expect(this.waitingToSend).toHaveText("0");
  }

  /** The outbox's row about one order. */
  outboxRow(orderNumber: string): Locator {
    return this.page.getByRole("row").filter({ hasText: orderNumber });
  }
}
