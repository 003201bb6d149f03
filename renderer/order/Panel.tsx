import type { ReactNode } from "react";
import { useId } from "react";

import styles from "./panel.module.css";

interface PanelProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled part of the order, a region of its own for assistive technology. */
export const Panel = ({ title, children }: PanelProps) => {
  const id = useId();
  return (
    <section className={styles["panel"]} aria-labelledby={id}>
      <h2 id={id} className={styles["title"]}>
        {title}
      </h2>
      {children}
    </section>
  );
};

/** Names with their values, in aligned columns. */
export const Details = ({ children }: { readonly children: ReactNode }) => (
  <dl className={styles["details"]}>{children}</dl>
);

interface DetailProps {
  readonly name: string;
  readonly children: ReactNode;
}

export const Detail = ({ name, children }: DetailProps) => (
  <div className={styles["detail"]}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
