// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

import { useShortcuts } from "./use-shortcuts.ts";

const Page = ({ keys }: { readonly keys: Record<string, () => void> }) => {
  useShortcuts(keys);
  return (
    <>
      <input aria-label="Text" />
      <button type="button">Press</button>
      {/* React Aria's dialogs have the role, too. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div role="dialog" aria-label="Dialog">
        <button type="button">Inside</button>
      </div>
    </>
  );
};

describe("keyboard shortcuts", () => {
  afterEach(cleanup);

  const start = () => {
    const keys = {
      a: vi.fn<() => void>(),
      j: vi.fn<() => void>(),
      Enter: vi.fn<() => void>(),
      "g i": vi.fn<() => void>(),
    };
    render(<Page keys={keys} />);
    return keys;
  };

  it("D10 act on single keys and on two keys in a row", async () => {
    const keys = start();
    await userEvent.keyboard("aA");
    await userEvent.keyboard("gi");
    expect(keys.a).toHaveBeenCalledTimes(2);
    expect(keys["g i"]).toHaveBeenCalledTimes(1);
  });

  it("ignore text being typed, the browser's own keys, and an open dialog", async () => {
    const keys = start();
    await userEvent.type(screen.getByRole("textbox"), "ja");
    screen.getByRole("button", { name: "Inside" }).focus();
    await userEvent.keyboard("a");
    document.body.focus();
    await userEvent.keyboard("{Control>}a{/Control}");
    expect(keys.a).not.toHaveBeenCalled();
  });

  it("leave Enter to a focused button", async () => {
    const keys = start();
    screen.getByRole("button", { name: "Press" }).focus();
    await userEvent.keyboard("{Enter}");
    expect(keys.Enter).not.toHaveBeenCalled();
  });

  it("decide once while a key is held, but keep moving", () => {
    const keys = start();
    for (const key of ["a", "j"]) fireEvent.keyDown(document.body, { key, repeat: true });
    expect(keys.a).not.toHaveBeenCalled();
    expect(keys.j).toHaveBeenCalledTimes(1);
  });
});
