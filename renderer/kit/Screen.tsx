import type { ReactNode } from "react";

import type { AppError } from "@countersign/shared/contract/views.ts";

import { ProblemNotice } from "./ProblemNotice.tsx";
import styles from "./screen.module.css";

interface ScreenProps {
  readonly title: string;
  /** The count in words; part of the heading. */
  readonly count?: string;
  readonly tools?: ReactNode;
  /** Why the list, or what was just done, failed. */
  readonly problem?: AppError | undefined;
  readonly message?: ReactNode;
  readonly children: ReactNode;
}

/** The layout of every list screen: a heading with the count, the tools, a problem, a message, the list. */
export const Screen = ({ title, count, tools, problem, message, children }: ScreenProps) => (
  <div className={styles["screen"]}>
    <div className={styles["head"]}>
      <h1 className={styles["title"]}>
        {title}
        {count !== undefined && <span className={styles["count"]}> {count}</span>}
      </h1>
      {tools !== undefined && <div className={styles["tools"]}>{tools}</div>}
    </div>
    {(problem ?? message) && (
      <div className={styles["message"]}>
        <ProblemNotice problem={problem} />
        {message}
      </div>
    )}
    {children}
  </div>
);
