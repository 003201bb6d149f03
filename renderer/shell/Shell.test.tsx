// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { SignInMethod, StatusView } from "@countersign/shared/contract/views.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";

import { BridgeBanner } from "./BridgeBanner.tsx";
import { Shell } from "./Shell.tsx";

const open = (status: Partial<StatusView> = {}, signsInBy: SignInMethod = "address") => {
  const bridge = new FakeBridge()
    .provide("status", () => ({
      connection: "online",
      lastSyncAt: before(0),
      waitingToSend: 0,
      refused: 0,
      inboxCount: 12,
      ...status,
    }))
    .answer("sign-out", () => ok({}));
  const shell = (
    <>
      <BridgeBanner />
      <Shell person={ada} signsInBy={signsInBy}>
        <p>Screen</p>
      </Shell>
    </>
  );
  return { bridge, ...renderScreen(shell, bridge) };
};

const statusNamed = (name: string) => screen.getByRole("status", { name });

describe("the frame around the screens", () => {
  it("S42 D10 links to the inbox with the number of orders that wait", async () => {
    open();
    const inbox = await screen.findByRole("link", { name: "Inbox", description: "12 orders are waiting for you" });
    expect(inbox.textContent).toBe("Inbox");
  });

  it("D11 shows the connection, what is waiting to be sent, and how fresh the data is", async () => {
    open({ waitingToSend: 2 });
    await waitFor(() => expect(statusNamed("Connection").textContent).toBe("Online"));
    expect(statusNamed("Waiting to be sent").textContent).toBe("2");
    expect(screen.getByText(/^Up to date as of/).querySelector("time")?.dateTime).toBe(before(0));
    expect(
      screen.getByRole("link", { name: "Outbox", description: "2 decisions are waiting to be sent" }),
    ).toBeDefined();
  });

  it("D11 says how old the data is when the device has been offline for long", async () => {
    open({ connection: "offline", lastSyncAt: before(76) });
    expect(await screen.findByText(/^The data is \d+ days old\. Decisions are kept and sent later\.$/)).toBeDefined();
    expect(statusNamed("Connection").textContent).toBe("Offline");
  });

  it("D09 reports a recovered data file above every screen", async () => {
    open({ notices: [{ code: "local-store-recovered", args: { rescued: 3, file: "/data/ada.damaged.sqlite" } }] });
    expect(await screen.findByText(/damaged\. 3 of your unsent decisions/)).toBeDefined();
    expect(screen.getByText(/kept as \/data\/ada\.damaged\.sqlite/)).toBeDefined();
  });

  it("shows how far the first load is", async () => {
    open({ loading: { orders: 12_400 } });
    expect(await screen.findByRole("progressbar", { name: "Loading your orders" })).toBeDefined();
    expect(screen.getByText("12,400 so far")).toBeDefined();
  });

  it("D09 says why nothing is sent although the network is there, and leads to a new session", async () => {
    const { bridge, user } = open({ problem: { code: "session-refused", args: {} } });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Your waiting decisions are kept and will be sent.");
    await user.click(within(alert).getByRole("button", { name: "Sign in again" }));
    expect(bridge.called).toEqual([{ name: "sign-out", input: {} }]);
  });

  it("asks for the password when the session is over, and leaves the screen as it is", async () => {
    const { bridge, user } = open({ problem: { code: "session-refused", args: {} } }, "password");
    bridge.answer("resume-session", ({ password }) =>
      password === "correct horse battery" ? ok({}) : fail({ code: "sign-in-refused", args: {} }),
    );
    await user.click(within(await screen.findByRole("alert")).getByRole("button", { name: "Sign in again" }));
    const dialog = await screen.findByRole("dialog", { name: "Sign in again" });
    expect(within(dialog).getByText(/ada\.berg@northwind\.example/)).toBeDefined();
    await user.keyboard("wrong{Enter}");
    expect((await within(dialog).findByRole("alert")).textContent).toContain("do not match");
    await user.clear(within(dialog).getByLabelText("Password"));
    await user.keyboard("correct horse battery{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(bridge.called.map(({ name }) => name)).toEqual(["resume-session", "resume-session"]);
    expect(screen.getByText("Screen")).toBeDefined();
  });

  it("says before a sign-out that signing in again needs the server", async () => {
    const { user } = open({}, "password");
    await user.click(screen.getByRole("button", { name: /Ada Berg/ }));
    expect(await screen.findByText("Once signed out, you need the server to sign in again.")).toBeDefined();
  });

  it("says that the main process stopped, and does not claim to be online meanwhile", async () => {
    const { link } = open();
    await waitFor(() => expect(statusNamed("Connection").textContent).toBe("Online"));
    link.set("lost");
    expect((await screen.findByRole("alert")).textContent).toContain("Countersign has stopped running");
    expect(statusNamed("Connection").textContent).toBe("Connecting");
  });

  it("says in the person's menu when the data on this device is not encrypted", async () => {
    const { user } = open({ notices: [{ code: "local-store-not-encrypted", args: {} }] });
    await user.click(screen.getByRole("button", { name: /Ada Berg/ }));
    expect(await screen.findByText(/The local data is not encrypted/)).toBeDefined();
  });

  it("signs out from the person's menu, which says what is kept", async () => {
    const { bridge, user } = open({ waitingToSend: 1 });
    await user.click(screen.getByRole("button", { name: /Ada Berg/ }));
    expect(await screen.findByText(/1 decision is waiting to be sent. It is kept on this device/)).toBeDefined();
    await user.click(screen.getByRole("menuitem", { name: "Sign out" }));
    expect(bridge.called).toEqual([{ name: "sign-out", input: {} }]);
  });

  it("D10 goes everywhere and explains its keys by the keyboard", async () => {
    const { user, visited } = open();
    await user.keyboard("gh");
    await user.keyboard("go");
    await user.keyboard("gi");
    expect(visited.slice(-3)).toEqual(["/history", "/outbox", "/inbox"]);
    await user.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeDefined();
  });
});
