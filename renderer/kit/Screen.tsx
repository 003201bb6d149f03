import type { ReactNode } from "react";

import styles from "./screen.module.css";

interface ScreenProps {
  readonly title: string;
  /** The count in words; part of the heading. */
  readonly count?: string;
  readonly tools?: ReactNode;
  readonly message?: ReactNode;
  readonly children: ReactNode;
}

/** The layout of every list screen: a heading with the count, the tools, a message, the list. */
export const Screen = ({ title, count, tools, message, children }: ScreenProps) => (
  <div className={styles["screen"]}>
    <div className={styles["head"]}>
      <h1 className={styles["title"]}>
        {title}
        {count !== undefined && <span className={styles["count"]}> {count}</span>}
      </h1>
      {tools !== undefined && <div className={styles["tools"]}>{tools}</div>}
    </div>
    {message !== undefined && <div className={styles["message"]}>{message}</div>}
    {children}
  </div>
);
