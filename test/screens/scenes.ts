import { expect } from "@playwright/test";

import type { Window } from "#test/e2e/pages/window.ts";
import type { Network } from "#test/e2e/support/network.ts";
import { Api } from "@countersign/server/testing/api.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

/** One picture: a screen in a state, reached as a person would reach it. */
export interface Scene {
  readonly name: string;
  show(window: Window, network: Network): Promise<void>;
}

const first = (orders: readonly Order[], fits: (order: Order) => boolean): Order => {
  const found = orders.find(fits);
  if (found === undefined) throw new Error("the demo has no such order");
  return found;
};

const isOpenTo = (order: Order, { person }: Api): boolean =>
  order.recurrence !== undefined && waitsFor(order, person.id);

/** One of the demo's people who has a monthly order waiting. */
const recurringReader = async ({ url, people }: Network): Promise<string> => {
  for (const { email } of people) {
    const api = await Api.signIn(url, email);
    const orders = await api.pullAll("orders");
    if (orders.some((order) => isOpenTo(order, api) && order.recurrence?.interval === "P1M")) return email;
  }
  throw new Error("nobody of the demo has a monthly order waiting");
};

/** The application of the first of the two people who share an inbox. */
const openInbox = async (window: Window, network: Network): Promise<void> => {
  await window.open(await network.application(network.shared.first.person.email));
  await expect(window.inbox.getByRole("row").nth(2)).toBeVisible();
};

export const scenes: readonly Scene[] = [
  {
    name: "start",
    show: async (window, network) => {
      await window.page.goto(await network.application());
      await expect(window.page.getByText("Ada Winterbourne").first()).toBeVisible();
    },
  },
  { name: "inbox", show: openInbox },
  {
    name: "order",
    show: async (window, network) => {
      await openInbox(window, network);
      await window.openOrder(first(network.shared.orders, ({ flow }) => flow.stages.length > 1));
    },
  },
  {
    name: "order-recurring",
    show: async (window, network) => {
      const api = await Api.signIn(network.url, await recurringReader(network));
      await window.open(await network.application(api.person.email));
      const orders = await api.pullAll("orders");
      await window.openOrder(first(orders, (order) => isOpenTo(order, api) && order.recurrence?.interval === "P1M"));
    },
  },
  {
    name: "order-reject",
    show: async (window, network) => {
      await openInbox(window, network);
      await window.openOrder(first(network.shared.orders, ({ recurrence }) => recurrence === undefined));
      await window.button("Reject").click();
      await window.page.getByRole("textbox", { name: "Reason" }).fill("The warehouse still has forty of them.");
    },
  },
  {
    name: "order-comment",
    show: async (window, network) => {
      const order = first(network.shared.orders, ({ recurrence }) => recurrence === undefined);
      await openInbox(window, network);
      await window.comment(order, "The offer is valid until Friday.");
      await window.comments.getByRole("button", { name: "Comment" }).click();
    },
  },
  {
    name: "history",
    show: async (window, network) => {
      await openInbox(window, network);
      await window.go("Authorization history");
      await expect(window.page.getByRole("row").nth(3)).toBeVisible();
    },
  },
  {
    name: "mail-preferences",
    show: async (window, network) => {
      await openInbox(window, network);
      await window.page.getByRole("button", { name: network.shared.first.person.name }).click();
      await window.page.getByRole("menuitem", { name: "Mail preferences" }).click();
      await expect(window.page.getByRole("checkbox", { name: "Remind me of orders waiting for me" })).toBeVisible();
    },
  },
  {
    name: "outbox-offline",
    show: async (window, network) => {
      await openInbox(window, network);
      const [approved, rejected] = network.shared.orders;
      await window.approve(approved!);
      await expect(window.waitingToSend).toContainText("0");
      await network.stopServer();
      await expect(window.connection).toHaveText("Offline");
      await window.reject(rejected!, "The warehouse still has forty of them.");
      await window.go("Outbox");
      await expect(window.outboxRow(rejected!.number)).toContainText("Waiting");
    },
  },
  {
    name: "order-waiting",
    show: async (window, network) => {
      const [, rejected] = network.shared.orders;
      await window.open(await network.application(network.shared.first.person.email));
      await window.openOrder(rejected!);
    },
  },
];
