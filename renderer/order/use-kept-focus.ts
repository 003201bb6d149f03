import type { RefObject } from "react";
import { useEffect, useRef } from "react";

/** Moves the focus to `place` when the focused button disappears, so that keyboard users do not lose their place. */
export const useKeptFocus = (place: RefObject<HTMLElement | null>, buttons: string): void => {
  const shown = useRef(buttons);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (shown.current !== buttons && isLost) place.current?.focus({ preventScroll: true });
    shown.current = buttons;
  }, [place, buttons]);
};
