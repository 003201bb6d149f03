import type { OrderView } from "@countersign/shared/contract/views.ts";

import { CommandNotices } from "./CommandNotices.tsx";
import { CommentsPanel } from "./CommentsPanel.tsx";
import { DecisionBar } from "./DecisionBar.tsx";
import { Facts } from "./Facts.tsx";
import { LinesTable } from "./LinesTable.tsx";
import styles from "./order.module.css";
import { OrderHead } from "./OrderHead.tsx";
import { RecurrencePanel } from "./RecurrencePanel.tsx";
import { StagesPanel } from "./StagesPanel.tsx";
import { WhyPanel } from "./WhyPanel.tsx";

export const OrderDetail = ({ view }: { readonly view: OrderView }) => {
  const { order } = view;
  return (
    <>
      {/* Focusable, so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles["scroll"]} tabIndex={0} aria-labelledby="order-number">
        <OrderHead order={order} />
        <CommandNotices commands={view.commands} />
        <div className={styles["columns"]}>
          <div className={styles["column"]}>
            <WhyPanel view={view} />
            <Facts order={order} />
            <LinesTable order={order} />
          </div>
          <div className={styles["column"]}>
            <StagesPanel stages={view.stages} />
            <RecurrencePanel view={view} />
            <CommentsPanel order={order} />
          </div>
        </div>
      </section>
      <DecisionBar view={view} />
    </>
  );
};
