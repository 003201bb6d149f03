import type { RefObject } from "react";
import { useEffect } from "react";

/** The keys work at once, unless the person is typing in the list's search. */
export const useFirstFocus = (element: RefObject<HTMLElement | null>) =>
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) element.current?.focus({ preventScroll: true });
  }, [element]);
