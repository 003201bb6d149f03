import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import styles from "./empty-state.module.css";

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What an empty screen shows: what that means, and the next step. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <div className={styles["empty"]}>
    <Icon size={36} strokeWidth={1.25} aria-hidden="true" />
    <h2 className={styles["title"]}>{title}</h2>
    {children !== undefined && <p className={styles["text"]}>{children}</p>}
    {action}
  </div>
);
