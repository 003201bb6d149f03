import { cleanup, configure, render } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, onTestFinished, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { createStore } from "zustand/vanilla";

import { BridgeProvider } from "#renderer/bridge/bridge-context.tsx";
import type { BridgeState } from "#renderer/bridge/bridge-state.ts";
import { WindowStoresProvider } from "#renderer/decisions/window-stores.tsx";

import type { FakeBridge } from "./fake-bridge.ts";
import { unknownStyles } from "./styles.ts";

// Only bounds a wait that would never end: the library's default of a second is too short on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

const takeAway = (): void => {
  const unknown = unknownStyles();
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  expect(unknown, "styles that no stylesheet has").toEqual([]);
};

/** React Aria asks for it when an overlay opens; jsdom has none. Its own ids need no escaping. */
const giveCssEscape = () => vi.stubGlobal("CSS", { escape: (text: string) => text });

/** jsdom lays nothing out; a virtual list needs a size to know which of its rows are seen. */
const giveElementsASize = () => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1_000);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(50);
};

export interface RenderedScreen {
  readonly user: UserEvent;
  /** What is rendered, without what React Aria announces beside it, which outlives a test. */
  readonly page: Element;
  /** The addresses visited, the first one first. */
  readonly visited: string[];
  readonly link: { set: (link: BridgeState) => void };
}

/** Renders a screen over a fake bridge, inside everything that the window provides, until the test ends; then all its styles must exist. */
export const renderScreen = (screen: ReactNode, bridge: FakeBridge, path = "/inbox"): RenderedScreen => {
  onTestFinished(takeAway);
  giveElementsASize();
  giveCssEscape();
  const { hook, history } = memoryLocation({ path, record: true });
  const link = createStore<BridgeState>(() => "open");
  const linked = Object.assign(bridge, { state: link });
  const { container } = render(
    <BridgeProvider bridge={linked}>
      <Router hook={hook}>
        <WindowStoresProvider>{screen}</WindowStoresProvider>
      </Router>
    </BridgeProvider>,
  );
  return {
    user: userEvent.setup(),
    page: container,
    visited: history,
    link: { set: (next) => link.setState(next, true) },
  };
};
