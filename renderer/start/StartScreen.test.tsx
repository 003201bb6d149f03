// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fail, ok } from "#shared/domain/result.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { demoPeople } from "#renderer/testing/sample-people.ts";

import { StartScreen } from "./StartScreen.tsx";

const signedOut = { state: "signed-out", server: "https://approvals.example", people: [...demoPeople] } as const;

describe("the start page", () => {
  it("offers the demo's people by organisation and signs in whom a person chooses", async () => {
    const bridge = new FakeBridge().answer("session.sign-in", () => ok({}));
    const { user } = renderScreen(<StartScreen session={{ ...signedOut, people: [...demoPeople] }} />, bridge);
    const organisation = screen.getByRole("region", { name: "Northwind Traders" });
    expect(within(organisation).getAllByRole("button")).toHaveLength(4);
    await user.click(within(organisation).getByRole("button", { name: /^Ada Berg Approver/ }));
    expect(bridge.called).toEqual([{ name: "session.sign-in", input: { email: "ada.berg@northwind.example" } }]);
  });

  it("says why an address was not accepted and keeps it", async () => {
    const bridge = new FakeBridge().answer("session.sign-in", ({ email }) =>
      fail({ code: "person-unknown", args: { email } }),
    );
    const { user } = renderScreen(<StartScreen session={{ ...signedOut, people: [] }} />, bridge);
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "E-mail address" });
    await user.type(field, "nobody@example.org{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "no active person with the address nobody@example.org",
    );
    expect(field.value).toBe("nobody@example.org");
  });

  it("D11 says that the server cannot be reached, at which address, and what to do", () => {
    const problem = { code: "server-unreachable", args: {} };
    renderScreen(<StartScreen session={{ ...signedOut, people: [], problem }} />, new FakeBridge());
    expect(screen.getByRole("alert").textContent).toMatch(/The server cannot be reached.*Check your connection/);
    expect(screen.getByText("https://approvals.example")).toBeDefined();
  });
});
