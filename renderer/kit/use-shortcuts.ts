import { useEffect, useRef } from "react";

/** Keys as `KeyboardEvent.key` names them; two of them in a row with a space: `g i`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const sequenceMillis = 1_000;
/** Only moving may repeat while a key is held; a held `A` must not approve one order after another. */
const repeatable = new Set(["j", "k", "ArrowDown", "ArrowUp", "PageDown", "PageUp"]);
const typing = "input, textarea, select, [contenteditable=true]";
const ownKeys = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const pressedByKey = "a[href], button, [role=button]";

/** Whether a key belongs to what has the focus: text being typed, an open dialog or menu, a button to press. */
const isTaken = ({ key, target }: KeyboardEvent): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest(typing) !== null || target.closest(ownKeys) !== null) return true;
  return (key === "Enter" || key === " ") && target.closest(pressedByKey) !== null;
};

/** One key, lower case unless it names itself: `A` and `a` are one shortcut, `Enter` is another. */
const nameOf = ({ key }: KeyboardEvent): string => (key.length === 1 ? key.toLowerCase() : key);

/** Listens for single keys and two-key sequences while the component is on the screen. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });

  useEffect(() => {
    let previous: { readonly key: string; readonly at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      const key = nameOf(event);
      if (event.repeat && !repeatable.has(key)) return;
      const isRecent = previous !== undefined && event.timeStamp - previous.at < sequenceMillis;
      const sequence = isRecent ? current.current[`${previous?.key} ${key}`] : undefined;
      const starts = Object.keys(current.current).some((name) => name.startsWith(`${key} `));
      previous = sequence === undefined && starts ? { key, at: event.timeStamp } : undefined;
      const action = sequence ?? current.current[key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
};
