import type { ReactNode, Ref } from "react";
import { Button as AriaButton } from "react-aria-components";

import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { KeyHint } from "./KeyHint.tsx";

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly kind?: "primary" | "danger" | "neutral" | "quiet";
  readonly type?: "button" | "submit";
  readonly isDisabled?: boolean;
  readonly isPending?: boolean;
  /** The keyboard shortcut for the same action. */
  readonly shortcut?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
}

export const Button = ({ children, kind = "neutral", shortcut, ...props }: ButtonProps) => (
  <AriaButton
    {...props}
    className={classNames(styles["button"], styles[kind])}
    // React Aria passes on only the attributes that it knows, and the shortcut is not one of them; the type is.
    // oxlint-disable-next-line react/button-has-type
    render={(attributes) => <button {...attributes} aria-keyshortcuts={shortcut} />}
  >
    {children}
    {shortcut !== undefined && <KeyHint keys={shortcut} />}
  </AriaButton>
);
