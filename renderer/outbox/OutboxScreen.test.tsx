// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fail } from "@countersign/shared/domain/result.ts";
import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { sampleOutboxEntry } from "#renderer/testing/sample-rows.ts";

import { OutboxScreen } from "./OutboxScreen.tsx";

const order = sampleOrder();

const outboxOf = (entries: OutboxEntry[], connection: "online" | "offline" = "online") =>
  new FakeBridge()
    .provide("outbox", ({ start, count }) => ({
      total: entries.length,
      start,
      entries: entries.slice(start, start + count),
    }))
    .provide("status", () => ({ connection, waitingToSend: 1, refused: 1, inboxCount: 0 }));

describe("the outbox", () => {
  it("D09 shows each decision as waiting, accepted, or refused with the reason and what to do", async () => {
    const args = { person: "Ben Okafor", outcome: "approved", at: before(5) };
    renderScreen(
      <OutboxScreen />,
      outboxOf([
        sampleOutboxEntry(1, {}),
        sampleOutboxEntry(2, {
          type: "reject-order",
          text: "Too dear",
          verdict: { state: "accepted", at: before(1), revision: 3 },
        }),
        sampleOutboxEntry(3, {
          type: "reverse-decision",
          verdict: { state: "refused", at: before(1), code: "already-decided", args },
        }),
      ]),
    );
    expect(
      await screen.findByRole("row", { name: /^Waiting Approve CS-1 .*sent as soon as the server can be reached/ }),
    ).toBeDefined();
    expect(
      screen.getByRole("row", { name: /^Accepted Reject CS-2 .*Accepted by the server on .*Reason: Too dear/ }),
    ).toBeDefined();
    expect(
      screen.getByRole("row", {
        name: /^Refused Cancel authorization CS-3 .*Ben Okafor already decided this stage: approved.*If you disagree/,
      }),
    ).toBeDefined();
  });

  it("calls a comment a comment", async () => {
    renderScreen(
      <OutboxScreen />,
      outboxOf([sampleOutboxEntry(1, { type: "comment-on-order", text: "Which colour?" })]),
    );
    expect(await screen.findByRole("row", { name: /^Waiting Comment CS-1 .*Comment: Which colour\?/ })).toBeDefined();
    expect(screen.queryByText(/Reason:/)).toBeNull();
  });

  it("leads from a decision to its order", async () => {
    const { user, visited } = renderScreen(<OutboxScreen />, outboxOf([sampleOutboxEntry(1, {})]), "/outbox");
    expect((await screen.findByRole("link", { name: "CS-1" })).getAttribute("href")).toBe(`/orders/${order.id}`);
    await user.keyboard("{Enter}");
    expect(visited.at(-1)).toBe(`/orders/${order.id}`);
  });

  it("D11 explains what happens to decisions while the server cannot be reached, and says why sending failed", async () => {
    const bridge = outboxOf([sampleOutboxEntry(1, {})], "offline").answer("sync-now", () =>
      fail({ code: "server-unreachable", args: {} }),
    );
    const { user } = renderScreen(<OutboxScreen />, bridge);
    expect(await screen.findByText(/sent automatically once the connection is back/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Send now" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The server cannot be reached.");
  });

  it("says what will appear here while nothing has been decided", async () => {
    renderScreen(<OutboxScreen />, outboxOf([]));
    expect(await screen.findByRole("heading", { name: "Nothing has been decided on this device yet" })).toBeDefined();
  });
});
