// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";

import { Button } from "./Button.tsx";
import { SearchField } from "./SearchField.tsx";
import { TextArea } from "./TextArea.tsx";

const shortcutOf = (element: Element) => element.getAttribute("aria-keyshortcuts");

describe("a control with a keyboard shortcut", () => {
  it("D10 tells assistive technology which it is, and everybody else beside its name", async () => {
    const onPress = vi.fn<() => void>();
    const { user } = renderScreen(
      <Button shortcut="A" onPress={onPress}>
        Approve
      </Button>,
      new FakeBridge(),
    );
    const button = screen.getByRole("button", { name: "Approve" });
    expect([shortcutOf(button), button.textContent]).toEqual(["A", "ApproveA"]);
    await user.click(button);
    expect(onPress).toHaveBeenCalledOnce();
  });

  it("names none that it does not have", () => {
    renderScreen(<Button>Close</Button>, new FakeBridge());
    expect(screen.getByRole("button", { name: "Close" }).hasAttribute("aria-keyshortcuts")).toBe(false);
  });

  it("tells it of fields, too", () => {
    const ignore = () => undefined;
    renderScreen(
      <>
        <SearchField label="Search" value="" onChange={ignore} inputRef={null} />
        <TextArea label="Reason" value="" onChange={ignore} isRequired={false} areaRef={null} />
      </>,
      new FakeBridge(),
    );
    expect(shortcutOf(screen.getByRole("searchbox", { name: "Search" }))).toBe("/");
    expect(shortcutOf(screen.getByRole("textbox", { name: "Reason" }))).toBe("Control+Enter");
  });
});
