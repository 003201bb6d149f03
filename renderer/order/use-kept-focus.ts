import type { RefObject } from "react";
import { useEffect, useRef } from "react";

/** Takes the focus into `place` when the button that had it went away, so that a keyboard does not lose its place. */
export const useKeptFocus = (place: RefObject<HTMLElement | null>, buttons: string): void => {
  const shown = useRef(buttons);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (shown.current !== buttons && isLost) place.current?.focus({ preventScroll: true });
    shown.current = buttons;
  }, [place, buttons]);
};
