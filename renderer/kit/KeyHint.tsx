import styles from "./key-hint.module.css";

/** The key beside its action, visible only: assistive technology reads `aria-keyshortcuts`. */
export const KeyHint = ({ keys }: { readonly keys: string }) => (
  <kbd className={styles["hint"]} aria-hidden="true">
    {keys}
  </kbd>
);
