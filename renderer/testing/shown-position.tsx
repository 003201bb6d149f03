import { screen } from "@testing-library/react";
import { useStore } from "zustand";

import { useWindowStores } from "#renderer/decisions/window-stores.tsx";

import { textOf } from "./page-text.ts";

/** Shows where the inbox's position is, which its screens share. */
export const ShownPosition = () => {
  const { index, orderId } = useStore(useWindowStores().inboxPosition);
  return (
    <output aria-label="Position">
      {index} {orderId}
    </output>
  );
};

export const shownPosition = (): string => textOf(screen.getByRole("status", { name: "Position" }));
