// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useStore } from "zustand";

import type { SessionView } from "@countersign/shared/contract/views.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { rememberDecision } from "#renderer/decisions/last-decision.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { ada, ben } from "#renderer/testing/sample-people.ts";

import { SessionGate } from "./SessionGate.tsx";

const server = "https://approvals.example";
const decision = { outcome: "approved", orderId: orderIdSchema.parse("order-1"), orderNumber: "CS-1" } as const;

/** A screen that remembers a decision in its window. */
const Inside = () => {
  const { lastDecision } = useWindowStores();
  const state = useStore(lastDecision);
  return (
    <button type="button" onClick={() => rememberDecision(lastDecision, decision)}>
      Inside {state.decision?.orderNumber ?? "new"}
    </button>
  );
};

const open = (session?: SessionView) => {
  const bridge = new FakeBridge().provide("status", () => ({
    connection: "online",
    waitingToSend: 0,
    refused: 0,
    inboxCount: 0,
  }));
  if (session !== undefined) bridge.provide("session", () => session);
  return {
    bridge,
    ...renderScreen(
      <SessionGate>
        <Inside />
      </SessionGate>,
      bridge,
    ),
  };
};
const signedIn = (person: Person): SessionView => ({ state: "signed-in", server, signsInBy: "password", person });
const inside = (text: string) => screen.findByRole("button", { name: `Inside ${text}` });

describe("what a person sees first", () => {
  it.each<[string, SessionView | undefined]>([
    ["nothing is known", undefined],
    ["the program is opening", { state: "opening" }],
  ])("is that Countersign is opening, while %s", async (_, session) => {
    open(session);
    expect(textOf(await screen.findByRole("main"))).toMatch(/^Opening/);
    expect(screen.getByRole("status")).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("is why it could not be opened", async () => {
    const { bridge } = open();
    bridge.refuse("session", { code: "local-store-full", args: {} });
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("is the choice of a server without one", async () => {
    open({ state: "no-server" });
    expect(await screen.findByRole("form", { name: "Choose a server" })).toBeDefined();
  });

  it("is the way to sign in for somebody who is signed out", async () => {
    open({ state: "signed-out", server, signsInBy: "password", people: [] });
    expect(await screen.findByRole("form", { name: "Sign in with your e-mail address" })).toBeDefined();
    expect(screen.queryByText(/^Inside/)).toBeNull();
  });

  it("is the shell with the screen for somebody who is signed in", async () => {
    open(signedIn(ada));
    expect(await inside("new")).toBeDefined();
    expect(screen.getByRole("navigation")).toBeDefined();
  });

  it("is a fresh window for another person, and the same for the same person", async () => {
    const { user, bridge } = open(signedIn(ada));
    await user.click(await inside("new"));
    await inside("CS-1");
    bridge.provide("session", () => signedIn({ ...ada, name: "Ada Berg-Lind" }));
    expect(await inside("CS-1")).toBeDefined();
    bridge.provide("session", () => signedIn(ben));
    expect(await inside("new")).toBeDefined();
  });
});
