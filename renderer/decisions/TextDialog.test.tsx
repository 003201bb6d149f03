// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import type { ComponentProps } from "react";
import { describe, expect, it, vi } from "vitest";

import { refusal } from "@countersign/shared/domain/refusal.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";

import { TextDialog } from "./TextDialog.tsx";

const open = (changes: Partial<ComponentProps<typeof TextDialog>> = {}) => {
  const onSend = vi.fn<(text: string | undefined) => void>();
  const onClose = vi.fn<() => void>();
  const dialog = (
    <TextDialog
      title="Comment on the order"
      lead="Everybody can read it."
      label="Text"
      hint="It stays."
      confirm="Send it"
      confirmKind="primary"
      problem={undefined}
      isRunning={false}
      onSend={onSend}
      onClose={onClose}
      {...changes}
    />
  );
  return { onSend, onClose, ...renderScreen(dialog, new FakeBridge()) };
};
const dialog = () => screen.getByRole("dialog", { name: "Comment on the order" });
const field = () => within(dialog()).getByRole<HTMLTextAreaElement>("textbox", { name: "Text" });
const button = (name: string) => within(dialog()).getByRole("button", { name });
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });

const missing = refusal("reason-required");

describe("a dialog that asks for a text", () => {
  it("says what the text is for, and has a way on and a way out", async () => {
    const { user, onClose, onSend } = open();
    expect(textOf(dialog())).toContain("Everybody can read it.");
    expect(textOf(dialog())).toContain("It stays.");
    expect(within(dialog()).getAllByRole("button").map(textOf)).toEqual(["Cancel", "Send it"]);
    await user.click(button("Cancel"));
    expect([onClose.mock.calls.length, onSend.mock.calls.length]).toEqual([1, 0]);
  });

  it("is left with Escape", async () => {
    const { user, onClose } = open();
    await user.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("sends the text without the space around it", async () => {
    const { user, onSend } = open();
    type("  Until\nFriday \n");
    await user.click(button("Send it"));
    expect(onSend.mock.calls).toEqual([["Until\nFriday"]]);
  });

  it("sends no text where none is required, also if it is only space", async () => {
    const { user, onSend } = open();
    expect(field().getAttribute("aria-required")).toBeNull();
    await user.click(button("Send it"));
    type("  \n ");
    await user.click(button("Send it"));
    expect(onSend.mock.calls).toEqual([[undefined], [undefined]]);
  });

  it("says why nothing is sent without a text, puts the cursor there, and says so no longer once there is one", async () => {
    const { user, onSend } = open({ objectionToNone: missing });
    expect(field().getAttribute("aria-required")).toBe("true");
    type("   ");
    await user.click(button("Send it"));
    expect(textOf(dialog())).toContain("A rejection needs a reason.");
    expect(document.activeElement).toBe(field());
    expect(onSend).not.toHaveBeenCalled();
    type("Too dear");
    await user.click(button("Send it"));
    expect(onSend.mock.calls).toEqual([["Too dear"]]);
    expect(textOf(dialog())).not.toContain("A rejection needs a reason.");
  });

  it("counts a text that is nearly too long, instead of the hint", () => {
    open();
    type(`${"x".repeat(1_799)}  `);
    expect(textOf(dialog())).toContain("It stays.");
    expect(textOf(dialog())).not.toContain("characters");
    type("x".repeat(1_800));
    expect(textOf(dialog())).toContain("1,800 of 2,000 characters");
    expect(textOf(dialog())).not.toContain("It stays.");
  });

  it("sends the longest text, and no longer one", async () => {
    const { user, onSend } = open({ objectionToNone: missing });
    type("x".repeat(2_001));
    await user.click(button("Send it"));
    expect(textOf(dialog())).toContain("The text has 2,001 characters; at most 2,000 are allowed.");
    expect(onSend).not.toHaveBeenCalled();
    type("x".repeat(2_000));
    await user.click(button("Send it"));
    expect(onSend.mock.calls).toEqual([["x".repeat(2_000)]]);
  });

  it("says why sending failed", () => {
    open({ problem: { code: "local-store-full", args: {} } });
    expect(textOf(within(dialog()).getByRole("alert"))).toContain("no space left on the disk");
  });

  it("has something else in place of the field, and then sends no text", async () => {
    const { user, onSend } = open({ noText: <p>No text is kept.</p> });
    expect(textOf(dialog())).toContain("No text is kept.");
    expect(within(dialog()).queryByRole("textbox")).toBeNull();
    await user.click(button("Send it"));
    expect(onSend.mock.calls).toEqual([[undefined]]);
  });

  it("stays on the page when it is sent, and leaves all checks to the sentences", () => {
    open({ objectionToNone: missing });
    const form = button("Send it").closest("form")!;
    expect(form.noValidate).toBe(true);
    expect(fireEvent.submit(form)).toBe(false);
  });

  it("cannot be sent twice", async () => {
    const { user, onSend } = open({ isRunning: true });
    await user.click(button("Send it"));
    expect(onSend).not.toHaveBeenCalled();
  });
});
