// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";

import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import type { SessionView } from "@countersign/shared/contract/views.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { demoPeople } from "#renderer/testing/sample-people.ts";

import { DemoPeople } from "./DemoPeople.tsx";
import { ServerScreen } from "./ServerScreen.tsx";
import { StartScreen } from "./StartScreen.tsx";

type SignedOut = Extract<SessionView, { state: "signed-out" }>;

const ada = "ada.berg@northwind.example";
const unanswered = () => new Promise<never>(() => undefined);

const open = (changes: Partial<SignedOut>, bridge = new FakeBridge().answer("sign-in", () => ok({}))) => {
  const session: SignedOut = { state: "signed-out", server: "https://approvals.example", people: [], ...changes };
  return { bridge, ...renderScreen(<StartScreen session={session} />, bridge) };
};
const email = () => screen.getByRole<HTMLInputElement>("textbox", { name: "E-mail address" });
const password = () => screen.getByLabelText<HTMLInputElement>("Password");
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const form = (name: string) => screen.getByRole<HTMLFormElement>("form", { name });
const link = "Send me a link to set a new password";

describe("the page before signing in", () => {
  it("names the program and the server", () => {
    open({});
    const main = screen.getByRole("main");
    expect(textOf(within(main).getByRole("heading", { level: 1 }))).toBe("Countersign");
    expect(textOf(main)).toContain("Server: https://approvals.example");
    expect(within(main).queryByRole("alert")).toBeNull();
    expect(within(main).queryByRole("region")).toBeNull();
  });

  it("asks for the address only, where that is enough", async () => {
    const { user, bridge } = open({ signsInBy: "address" });
    expect(screen.queryByLabelText("Password")).toBeNull();
    expect(screen.queryByRole("button", { name: link })).toBeNull();
    expect([email().type, email().autocomplete]).toEqual(["email", "off"]);
    await user.type(email(), `  ${ada} `);
    await user.click(button("Sign in"));
    expect(bridge.called).toEqual([{ name: "sign-in", input: { email: ada } }]);
  });

  it("asks for address and password, which a password manager may fill in", async () => {
    const { user, bridge } = open({ signsInBy: "password" });
    expect([email().autocomplete, password().autocomplete, password().type]).toEqual([
      "username",
      "current-password",
      "password",
    ]);
    expect(document.activeElement).toBe(document.body);
    await user.type(email(), ada);
    await user.type(password(), " with space ");
    await user.click(button("Sign in"));
    expect(bridge.called).toEqual([{ name: "sign-in", input: { email: ada, password: " with space " } }]);
  });

  it("does not try to sign in without an address, or without a password where one is needed", async () => {
    const { user, bridge } = open({ signsInBy: "password" });
    await user.type(password(), "secret");
    await user.type(email(), "   ");
    await user.click(button("Sign in"));
    expect(bridge.called).toEqual([]);
  });

  it("does not try to sign in without an address where that is enough", async () => {
    const { user, bridge } = open({ signsInBy: "address" });
    await user.click(button("Sign in"));
    expect(bridge.called).toEqual([]);
  });

  it("stays on the page when its forms are sent, and leaves all checks to the server", () => {
    open({ signsInBy: "address" });
    const signIn = form("Sign in with your e-mail address");
    expect([signIn.noValidate, fireEvent.submit(signIn)]).toEqual([true, false]);
  });

  it("shows that it is signing in", async () => {
    const { user } = open({ signsInBy: "address" }, new FakeBridge().answer("sign-in", unanswered));
    await user.type(email(), ada);
    await user.click(button("Sign in"));
    await waitFor(() => expect(button("Sign in").getAttribute("aria-disabled")).toBe("true"));
  });

  it("says why the last session ended, until an attempt failed for another reason", async () => {
    const bridge = new FakeBridge().answer("sign-in", () => fail({ code: "sign-in-refused", args: {} }));
    const { user } = open({ signsInBy: "address", problem: { code: "server-unreachable", args: {} } }, bridge);
    expect(textOf(screen.getByRole("alert"))).toBe(
      "The server cannot be reached. Check your connection and the server’s address. " +
        "The first sign-in needs the server; after that, you can work offline.",
    );
    await user.type(email(), `${ada}{Enter}`);
    await waitFor(() => expect(textOf(screen.getByRole("alert"))).toContain("do not match"));
  });

  it("begins with empty fields for another person", async () => {
    const bridge = new FakeBridge();
    const session: SignedOut = {
      state: "signed-out",
      server: "https://approvals.example",
      people: [],
      signsInBy: "address",
    };
    const Switching = () => {
      const [known, setKnown] = useState(ada);
      return (
        <>
          <button type="button" onClick={() => setKnown("ben@northwind.example")}>
            Ben
          </button>
          <StartScreen session={{ ...session, email: known }} />
        </>
      );
    };
    const { user } = renderScreen(<Switching />, bridge);
    expect(email().value).toBe(ada);
    await user.type(email(), ".org");
    await user.click(button("Ben"));
    expect(email().value).toBe("ben@northwind.example");
  });
});

describe("a link to set a new password", () => {
  it("is sent to the address, and that is said of the address that it was sent to", async () => {
    const { user, bridge } = open({ signsInBy: "password" });
    bridge.answer("reset-password", () => ok({}));
    await user.type(email(), ` ${ada}`);
    await user.click(button(link));
    expect(bridge.called).toEqual([{ name: "reset-password", input: { email: ada } }]);
    expect(textOf(await screen.findByRole("status"))).toBe(
      `If ${ada} has an account, a link to set a new password is on its way to that address.`,
    );
    await user.type(email(), ".org");
    expect(textOf(screen.getByRole("status"))).toContain(`If ${ada} has an account`);
  });

  it("needs an address, and is asked for once at a time", async () => {
    const { user, bridge } = open({ signsInBy: "password" });
    bridge.answer("reset-password", unanswered);
    await user.type(email(), "  ");
    expect(button(link).disabled).toBe(true);
    await user.type(email(), ada);
    expect(button(link).disabled).toBe(false);
    await user.click(button(link));
    await waitFor(() => expect(button(link).getAttribute("aria-disabled")).toBe("true"));
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("is not said to be sent when it was not, with the reason", async () => {
    const { user, bridge } = open({ signsInBy: "password" });
    bridge.answer("reset-password", () => ok({}));
    await user.type(email(), ada);
    await user.click(button(link));
    await screen.findByRole("status");
    bridge.answer("reset-password", () => fail({ code: "server-unreachable", args: {} }));
    await user.click(button(link));
    expect(textOf(await screen.findByRole("alert"))).toContain("The server cannot be reached.");
    expect(screen.queryByRole("status")).toBeNull();
  });
});

describe("the people of a demo", () => {
  const openPeople = (people: readonly LooseDemoPerson[]) => {
    const chosen: string[] = [];
    return {
      chosen,
      ...renderScreen(<DemoPeople people={people} onChoose={(one) => chosen.push(one)} />, new FakeBridge()),
    };
  };

  it("stand by organisation, with their role and what they do", () => {
    openPeople(demoPeople);
    const people = screen.getByRole("region", { name: "The people of the demo server" });
    expect(textOf(within(people).getByRole("heading", { level: 2 }))).toBe("Who are you?");
    const organisations = within(people).getAllByRole("heading", { level: 3 }).map(textOf);
    expect(organisations).toEqual([
      "Northwind Traders",
      "Fabrikam Works",
      "Cloud Harbour Resellers",
      "Meridian Distribution",
    ]);
    const last = within(screen.getByRole("region", { name: "Meridian Distribution" }));
    expect(last.getAllByRole("listitem").map(textOf)).toEqual([
      "Olu Adeyemi Distributor Approves the orders of their resellers",
      "Wen Li Administrator Manages people, policies and the history",
    ]);
  });

  it("include one of a newer role, of whom nothing more is said", async () => {
    const newer = { ...demoPeople[0]!, role: { newer: "seer" } };
    const { user, chosen } = openPeople([newer]);
    const person = within(screen.getByRole("listitem")).getByRole("button");
    expect(textOf(person)).toBe("Ada Berg A newer kind; update to see it ");
    await user.click(person);
    expect(chosen).toEqual([newer.email]);
  });
});

describe("the page that asks for a server", () => {
  const openServer = (server?: string) => {
    const bridge = new FakeBridge().answer("choose-server", () => ok({}));
    const session = { state: "no-server", ...(server === undefined ? {} : { server }) } as const;
    return { bridge, ...renderScreen(<ServerScreen session={session} />, bridge) };
  };
  const address = () =>
    screen.getByRole<HTMLInputElement>("textbox", { name: "Address of your company’s Countersign server" });

  it("begins in an empty field, and says where the address comes from", () => {
    openServer();
    expect([address().value, address().type, document.activeElement]).toEqual(["", "url", address()]);
    expect(textOf(screen.getByRole("note"))).toMatch(/^Ask your administrator for the address\./);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("begins with the address of the server that was left", () => {
    openServer("https://approvals.example");
    expect(address().value).toBe("https://approvals.example");
  });

  it("chooses the server without the space around its address, and none without one", async () => {
    const { user, bridge } = openServer();
    await user.type(address(), "  ");
    await user.click(button("Continue"));
    expect(bridge.called).toEqual([]);
    await user.type(address(), "approvals.example ");
    await user.click(button("Continue"));
    expect(bridge.called).toEqual([{ name: "choose-server", input: { address: "approvals.example" } }]);
  });

  it("shows that the server is being looked for", async () => {
    const { user, bridge } = openServer("https://approvals.example");
    bridge.answer("choose-server", unanswered);
    await user.click(button("Continue"));
    await waitFor(() => expect(button("Continue").getAttribute("aria-disabled")).toBe("true"));
  });

  it("stays on the page when its form is sent, and leaves all checks to the program", () => {
    openServer();
    const choice = form("Choose a server");
    expect([choice.noValidate, fireEvent.submit(choice)]).toEqual([true, false]);
  });
});
