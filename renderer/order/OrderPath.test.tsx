// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useRoute } from "wouter";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";
import { positionAt } from "#renderer/list/inbox-position.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { sampleInboxRow } from "#renderer/testing/sample-rows.ts";
import { shownPosition, ShownPosition } from "#renderer/testing/shown-position.tsx";

import { OrderPath } from "./OrderPath.tsx";
import { OrderScreen } from "./OrderScreen.tsx";

const idNumbered = (number: number) => orderIdSchema.parse(`order-${number}`);

/** The path of the order in the address, with the inbox's position beside it, which a button sets. */
const PathOfAddress = ({ start }: { readonly start: number }) => {
  const [, params] = useRoute("/orders/:id");
  const { inboxPosition } = useWindowStores();
  const begin = () => inboxPosition.setState(positionAt(start, undefined), true);
  return (
    <>
      <button type="button" onClick={begin}>
        Begin
      </button>
      <ShownPosition />
      <OrderPath orderId={orderIdSchema.parse(params?.["id"] ?? "none")} />
    </>
  );
};

/** Opens the order from its place in an inbox of eleven orders; `gone` has left the inbox meanwhile. */
const openAt = async (number: number, index = number, gone?: number) => {
  const rows = Array.from({ length: 11 }, (_, each) => each)
    .filter((each) => each !== gone)
    .map((each) => sampleInboxRow(each));
  const bridge = new FakeBridge().provide("inbox", ({ start, count }) => ({
    total: rows.length,
    start,
    rows: rows.slice(start, start + count),
  }));
  const screenOf = renderScreen(<PathOfAddress start={index} />, bridge, `/orders/order-${number}`);
  await screenOf.user.click(screen.getByRole("button", { name: "Begin" }));
  return screenOf;
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const canGo = () => ["Previous order", "Next order"].map((name) => !button(name).disabled);

describe("the way from an order to its neighbours", () => {
  it("D10 leads to the next and the previous one in the inbox, by keys and by buttons, and takes the position along", async () => {
    const { user, visited } = await openAt(5);
    await waitFor(() => expect(canGo()).toEqual([true, true]));
    await user.keyboard("j");
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-6", "6 order-6"]);
    await user.click(button("Next order"));
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-7", "7 order-7"]);
    await user.keyboard("k");
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-6", "6 order-6"]);
    await user.click(button("Previous order"));
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-5", "5 order-5"]);
  });

  it("ends at the first and the last order", async () => {
    const { user, visited } = await openAt(0);
    await waitFor(() => expect(canGo()).toEqual([false, true]));
    await user.keyboard("k");
    expect(visited).toEqual(["/orders/order-0"]);
  });

  it("ends at the last order", async () => {
    const { user, visited } = await openAt(10);
    await waitFor(() => expect(canGo()).toEqual([true, false]));
    await user.keyboard("j");
    expect(visited).toEqual(["/orders/order-10"]);
  });

  it("begins at the orders around its place once the order has left the inbox", async () => {
    const { user, visited } = await openAt(5, 5, 5);
    await waitFor(() => expect(canGo()).toEqual([true, true]));
    await user.keyboard("j");
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-6", "5 order-6"]);
    await user.keyboard("k");
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-4", "4 order-4"]);
  });

  it("begins at the first orders if the first one has left the inbox", async () => {
    const { user, visited } = await openAt(0, 0, 0);
    await waitFor(() => expect(canGo()).toEqual([false, true]));
    await user.keyboard("j");
    expect([visited.at(-1), shownPosition()]).toEqual(["/orders/order-1", "0 order-1"]);
  });

  it("leads nowhere while the inbox cannot be read", () => {
    const bridge = new FakeBridge().refuse("inbox", { code: "not-signed-in", args: {} });
    renderScreen(<OrderPath orderId={idNumbered(1)} />, bridge);
    expect(canGo()).toEqual([false, false]);
  });

  it("leads back to the inbox, and has its keys beside it", () => {
    renderScreen(<OrderPath orderId={idNumbered(1)} />, new FakeBridge());
    const back = screen.getByRole("link", { name: "Back" });
    expect([back.getAttribute("href"), back.getAttribute("aria-keyshortcuts")]).toEqual(["/inbox", "U"]);
    expect(textOf(back)).toBe("BackU");
    expect([button("Previous order"), button("Next order")].map(textOf)).toEqual(["K", "J"]);
    for (const icon of document.querySelectorAll("svg")) expect(icon.getAttribute("aria-hidden")).toBe("true");
  });
});

describe("an order's page without an order", () => {
  const open = (bridge: FakeBridge) => renderScreen(<OrderScreen orderId={idNumbered(1)} />, bridge);

  it("says that the order is being opened", () => {
    open(new FakeBridge());
    expect(screen.getByText("Opening the order").tagName).toBe("OUTPUT");
    expect(screen.queryByRole("heading")).toBeNull();
  });

  it("says why the order cannot be shown", async () => {
    open(new FakeBridge().refuse("order", { code: "local-store-full", args: {} }));
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
    expect(screen.queryByText("Opening the order")).toBeNull();
    expect(screen.queryByRole("heading")).toBeNull();
  });

  it("says that the order may be gone, and leads to the inbox", async () => {
    open(new FakeBridge().provide("order", () => null));
    await screen.findByRole("heading", { name: "This order is not available" });
    expect(textOf(document.body)).toContain("It may have been withdrawn, or you may no longer be responsible for it.");
    expect(screen.getByRole("link", { name: "See what is waiting for you" }).getAttribute("href")).toBe("/inbox");
    expect(screen.queryByRole("region", { name: "Decision" })).toBeNull();
  });
});
