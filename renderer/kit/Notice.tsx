import { CircleAlert, Clock, Info } from "lucide-react";
import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import styles from "./notice.module.css";

export type NoticeTone = "info" | "waiting" | "problem";

const roles = { "at-once": "alert", "in-turn": "status", "when-read": "note" } as const;
const icons = { info: Info, waiting: Clock, problem: CircleAlert };

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** How a screen reader announces it: `at-once` interrupts, for something that just failed. */
  readonly announced?: keyof typeof roles;
}

/** A sentence that a person should not miss, with an action to respond to it. */
export const Notice = ({ tone, children, action, announced = "when-read" }: NoticeProps) => {
  const Icon = icons[tone];
  return (
    <div className={classNames(styles["notice"], styles[tone])} role={roles[announced]}>
      <Icon className={styles["icon"]} size={16} aria-hidden="true" />
      <div className={styles["text"]}>{children}</div>
      {action}
    </div>
  );
};
