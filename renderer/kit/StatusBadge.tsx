import { Ban, Check, CircleDashed, CircleQuestionMark, Clock, Lock, Undo2, X } from "lucide-react";
import type { LucideIcon } from "lucide-react";

import { classNames } from "./class-names.ts";
import styles from "./status-badge.module.css";

export type StatusTone =
  | "open"
  | "approved"
  | "rejected"
  | "waiting"
  | "later"
  | "closed"
  | "reversed"
  | "refused"
  | "newer";

const icons: Record<StatusTone, LucideIcon> = {
  open: CircleDashed,
  approved: Check,
  rejected: X,
  waiting: Clock,
  later: Lock,
  closed: Ban,
  reversed: Undo2,
  refused: X,
  newer: CircleQuestionMark,
};

/** A state in words with its own icon and colour, so that none of them carries the meaning alone. */
export const StatusBadge = ({ tone, children }: { readonly tone: StatusTone; readonly children: string }) => {
  const Icon = icons[tone];
  return (
    <span className={classNames(styles["badge"], styles[tone])} title={children}>
      <Icon size={12} strokeWidth={2.5} aria-hidden="true" />
      <span className={styles["text"]}>{children}</span>
    </span>
  );
};
