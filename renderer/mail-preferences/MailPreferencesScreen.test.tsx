// @vitest-environment jsdom
import { cleanup, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { AppError, ConnectionState } from "@countersign/shared/contract/views.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { ada } from "#renderer/testing/sample-people.ts";

import { MailPreferencesScreen } from "./MailPreferencesScreen.tsx";

/** A server that holds Ada's preferences, behind a connection that a test may cut. */
const office = (
  stored: MailPreferences = { language: "en", timeZone: "UTC", remindAtHour: 8 },
  connection: ConnectionState = "online",
) => {
  const state = { stored, connection };
  const whenOnline = (value: MailPreferences): Result<MailPreferences, AppError> =>
    state.connection === "online" ? ok(value) : fail(refusal("offline"));
  const bridge = new FakeBridge()
    .provide("session", () => ({
      state: "signed-in",
      server: "https://server.example",
      signsInBy: "address",
      person: ada,
    }))
    .provide("status", () => ({ connection: state.connection, waitingToSend: 0, refused: 0, inboxCount: 0 }))
    .serve("readMailPreferences", () => whenOnline(state.stored))
    .serve("writeMailPreferences", ({ body }) => {
      const answer = whenOnline(body);
      if (answer.ok) state.stored = body;
      return answer;
    });
  const connect = (next: ConnectionState) => {
    state.connection = next;
    bridge.publish("status");
  };
  return { bridge, state, connect, ...renderScreen(<MailPreferencesScreen />, bridge) };
};

const reminders = () => screen.findByRole("checkbox", { name: "Remind me of orders waiting for me" });
const save = () => screen.getByRole("button", { name: "Save" });
const asked = (bridge: FakeBridge) => bridge.asked.map(({ name }) => name);

describe("the mail preferences", () => {
  it("show what the server holds, and what it means in one sentence", async () => {
    office({ language: "de", timeZone: "Europe/Vienna", remindAtHour: 8, quiet: { from: 22, until: 9 } });
    expect((await reminders()) as HTMLInputElement).toHaveProperty("checked", true);
    expect(screen.getByRole("button", { name: /Language of the mails/ }).textContent).toContain("Deutsch");
    await expect
      .poll(() => screen.getByRole("combobox", { name: "Time zone" }))
      .toHaveProperty("value", "Europe/Vienna");
    expect(screen.getByText(/reminded on weekdays at 9:00 AM \(Europe\/Vienna\), once your quiet/)).toBeDefined();
    expect(screen.getByText(`How Countersign writes to ${ada.email}.`)).toBeDefined();
  });

  it("S43 save reminders off, and say so when it is done", async () => {
    const { user, state } = office({ language: "en", timeZone: "UTC", remindAtHour: 8, quiet: { from: 18, until: 7 } });
    await user.click(await reminders());
    expect(screen.getByText("Not saved yet")).toBeDefined();
    expect(screen.getByText(/You get no reminders/)).toBeDefined();
    await user.click(save());
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(state.stored).toEqual({ language: "en", timeZone: "UTC", quiet: { from: 18, until: 7 } });
  });

  it("find a time zone by part of its name, and offer the computer's own", async () => {
    const { user, state } = office();
    const zone = await screen.findByRole("combobox", { name: "Time zone" });
    await user.clear(zone);
    await user.type(zone, "new york");
    await user.click(within(await screen.findByRole("listbox")).getByRole("option", { name: "America/New York" }));
    await user.click(save());
    await screen.findByText("Saved");
    expect(state.stored.timeZone).toBe("America/New_York");
    await user.click(screen.getByRole("button", { name: "Use it" }));
    expect(zone).toHaveProperty("value", new Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(document.activeElement).toBe(zone);
  });

  it("say at once that there is no connection, and load by themselves when it is back", async () => {
    const { connect, user } = office(undefined, "offline");
    expect((await screen.findByRole("alert")).textContent).toContain("There is no connection to the server.");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("alert")).toBeDefined();
    connect("online");
    expect(await reminders()).toBeDefined();
  });

  it("keep what was chosen when the connection goes, and offer to save it again", async () => {
    const { connect, bridge, user, state } = office();
    await user.click(await reminders());
    connect("offline");
    expect((await screen.findByText("You are offline.")).parentElement?.textContent).toContain("stay on this screen");
    await user.click(save());
    expect((await screen.findByRole("alert")).textContent).toContain("There is no connection to the server.");
    expect(asked(bridge)).not.toContain("writeMailPreferences");
    connect("online");
    expect(await reminders()).toHaveProperty("checked", false);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(state.stored).toEqual({ language: "en", timeZone: "UTC" });
  });

  it("do not call a change saved that was made while the rest was being saved", async () => {
    const { user, bridge } = office();
    const checkbox = await reminders();
    await user.click(checkbox);
    const answered = Promise.withResolvers<void>();
    bridge.serve("writeMailPreferences", async ({ body }) => {
      await answered.promise;
      return ok(body);
    });
    await user.click(save());
    await user.click(checkbox);
    answered.resolve();
    expect(await screen.findByText("Not saved yet")).toBeDefined();
    expect(screen.queryByText("Saved")).toBeNull();
  });

  it("recognize their own save when its answer was lost", async () => {
    const { user, bridge, state } = office();
    await user.click(await reminders());
    bridge.serve("writeMailPreferences", ({ body }) => {
      state.stored = body;
      return fail(refusal("no-answer"));
    });
    await user.click(save());
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(document.activeElement).toBe(save());
  });

  it("ask before they overwrite what was changed elsewhere", async () => {
    const { user, state, bridge } = office();
    await user.click(await reminders());
    state.stored = { language: "de", timeZone: "UTC", remindAtHour: 8 };
    await user.click(save());
    expect((await screen.findByRole("alert")).textContent).toContain("changed elsewhere");
    expect(asked(bridge)).not.toContain("writeMailPreferences");
    await user.click(screen.getByRole("button", { name: "Save mine" }));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(state.stored).toEqual({ language: "en", timeZone: "UTC" });
  });

  it("use what was changed elsewhere if the person wants that", async () => {
    const { user, state } = office();
    await user.click(await reminders());
    state.stored = { language: "de", timeZone: "UTC", remindAtHour: 8 };
    await user.click(save());
    await user.click(await screen.findByRole("button", { name: "Use the newer ones" }));
    expect(await reminders()).toHaveProperty("checked", true);
    expect(screen.getByRole("button", { name: /Language of the mails/ }).textContent).toContain("Deutsch");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("show why the server refused, and keep what was chosen", async () => {
    const { user, bridge } = office();
    bridge.serve("writeMailPreferences", () => fail(refusal("too-many-requests", { seconds: 9 })));
    await user.click(await reminders());
    await user.click(save());
    expect((await screen.findByRole("alert")).textContent).toContain("Your choices stay on this screen.");
    expect(await reminders()).toHaveProperty("checked", false);
  });

  it("are saved even if the person leaves the screen at once", async () => {
    const { user, bridge, state } = office();
    await user.click(await reminders());
    const read = Promise.withResolvers<void>();
    bridge.serve("readMailPreferences", async () => {
      await read.promise;
      return ok(state.stored);
    });
    await user.click(save());
    cleanup();
    read.resolve();
    await expect.poll(() => state.stored).toEqual({ language: "en", timeZone: "UTC" });
    expect(bridge.asked.slice(1).map(({ name, signal }) => [name, signal.aborted])).toEqual([
      ["readMailPreferences", false],
      ["writeMailPreferences", false],
    ]);
  });

  it("keep what a newer server has added to them", async () => {
    const added = { language: "en", timeZone: "UTC", remindAtHour: 8, digest: { onFridays: true } } as const;
    const { user, state } = office(added);
    await user.click(await reminders());
    await user.click(save());
    await screen.findByText("Saved");
    expect(state.stored).toEqual({ language: "en", timeZone: "UTC", digest: { onFridays: true } });
  });

  it("cannot be changed when a newer server holds a value unknown to this version", async () => {
    const { bridge, user } = office();
    bridge.serve("readMailPreferences", () => ok({ language: { newer: "fr" }, timeZone: "UTC", remindAtHour: 8 }));
    await user.click(await reminders());
    await user.click(save());
    expect((await screen.findByRole("alert")).textContent).toContain("too old for the server");
    expect(asked(bridge)).not.toContain("writeMailPreferences");
  });

  it("cancel their request when the person leaves the screen", () => {
    const { bridge } = office();
    cleanup();
    expect(bridge.asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  });
});
