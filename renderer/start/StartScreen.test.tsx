// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { DemoPerson } from "@countersign/shared/contract/protocol.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { demoPeople } from "#renderer/testing/sample-people.ts";

import { ServerScreen } from "./ServerScreen.tsx";
import { StartScreen } from "./StartScreen.tsx";

const server = "https://approvals.example";
const signedOut = { state: "signed-out", server, signsInBy: "address", people: [...demoPeople] } as const;
const byPassword = { state: "signed-out", server, signsInBy: "password", people: [] as DemoPerson[] } as const;

describe("the start page", () => {
  it("offers the demo's people by organisation and signs in the chosen one", async () => {
    const bridge = new FakeBridge().answer("sign-in", () => ok({}));
    const { user } = renderScreen(<StartScreen session={{ ...signedOut, people: [...demoPeople] }} />, bridge);
    const organisation = screen.getByRole("region", { name: "Northwind Traders" });
    expect(within(organisation).getAllByRole("button")).toHaveLength(4);
    await user.click(within(organisation).getByRole("button", { name: /^Ada Berg Approver/ }));
    expect(bridge.called).toEqual([{ name: "sign-in", input: { email: "ada.berg@northwind.example" } }]);
  });

  it("says why an address was not accepted and keeps it", async () => {
    const bridge = new FakeBridge().answer("sign-in", ({ email }) => fail({ code: "person-unknown", args: { email } }));
    const { user } = renderScreen(<StartScreen session={{ ...signedOut, people: [] }} />, bridge);
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "E-mail address" });
    await user.type(field, "nobody@example.org{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "no active person with the address nobody@example.org",
    );
    expect(field.value).toBe("nobody@example.org");
  });

  it("says that the server cannot be reached, at which address, and what to do", () => {
    const problem = { code: "server-unreachable", args: {} };
    const { signsInBy: _unknown, ...neverReached } = signedOut;
    renderScreen(<StartScreen session={{ ...neverReached, people: [], problem }} />, new FakeBridge());
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByRole("alert").textContent).toMatch(/The server cannot be reached.*Check your connection/);
    expect(screen.getByText("https://approvals.example")).toBeDefined();
  });

  it("signs in with address and password, and keeps the address if they do not match", async () => {
    const bridge = new FakeBridge().answer("sign-in", () => fail({ code: "sign-in-refused", args: {} }));
    const { user } = renderScreen(<StartScreen session={byPassword} />, bridge);
    await user.type(screen.getByRole("textbox", { name: "E-mail address" }), "ada.berg@northwind.example{Enter}");
    expect(bridge.called).toEqual([]);
    await user.type(screen.getByLabelText("Password"), "correct horse battery{Enter}");
    const input = { email: "ada.berg@northwind.example", password: "correct horse battery" };
    expect(bridge.called).toEqual([{ name: "sign-in", input }]);
    expect((await screen.findByRole("alert")).textContent).toContain("do not match");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "E-mail address" }).value).toBe(input.email);
  });

  it("starts with the last person's address filled in and the focus in the password", () => {
    renderScreen(<StartScreen session={{ ...byPassword, email: "ada.berg@northwind.example" }} />, new FakeBridge());
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "E-mail address" }).value).toBe(
      "ada.berg@northwind.example",
    );
    expect(document.activeElement).toBe(screen.getByLabelText("Password"));
  });

  it("sends a link to set a new password, without telling whether the address has an account", async () => {
    const bridge = new FakeBridge().answer("reset-password", () => ok({}));
    const { user } = renderScreen(<StartScreen session={byPassword} />, bridge);
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Send me a link to set a new password" });
    expect(button.disabled).toBe(true);
    await user.type(screen.getByRole("textbox", { name: "E-mail address" }), "ada.berg@northwind.example");
    await user.click(button);
    expect(await screen.findByText(/^If ada\.berg@northwind\.example has an account, a link/)).toBeDefined();
  });

  it("leads to another server", async () => {
    const bridge = new FakeBridge().answer("leave-server", () => ok({}));
    const { user } = renderScreen(<StartScreen session={byPassword} />, bridge);
    await user.click(screen.getByRole("button", { name: "Another server" }));
    expect(bridge.called).toEqual([{ name: "leave-server", input: {} }]);
  });
});

describe("the choice of a server", () => {
  it("asks for an address, says why one is not usable, and keeps it", async () => {
    const bridge = new FakeBridge().answer("choose-server", ({ address }) =>
      fail({ code: "server-unknown", args: { address } }),
    );
    const { user } = renderScreen(<ServerScreen session={{ state: "no-server" }} />, bridge);
    await user.keyboard("approvals.example{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "There is no Countersign server at approvals.example. Check the address",
    );
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: /^Address of your company/ });
    expect(field.value).toBe("approvals.example");
  });
});
