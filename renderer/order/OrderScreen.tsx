import { FileQuestion } from "lucide-react";
import { Link, useLocation } from "wouter";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { EmptyState } from "#renderer/kit/EmptyState.tsx";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { routes } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./order.module.css";
import { OrderDetail } from "./OrderDetail.tsx";
import { OrderPath } from "./OrderPath.tsx";

/** One order: why it needs this person, how much, until when, what happens next, and the decision itself. */
export const OrderScreen = ({ orderId }: { readonly orderId: OrderId }) => {
  const t = screenWords("order");
  const [, navigate] = useLocation();
  const update = useTopic("order", { orderId });
  useShortcuts({ u: () => navigate(routes.inbox) });
  return (
    <div className={styles["screen"]}>
      <OrderPath orderId={orderId} />
      {update === undefined && <output className={styles["opening"]}>{t("loading")}</output>}
      {update?.ok === false && (
        <div className={styles["opening"]}>
          <ProblemNotice problem={update.error} />
        </div>
      )}
      {update?.ok === true && update.value === null && (
        <EmptyState
          icon={FileQuestion}
          title={t("missingTitle")}
          action={<Link href={routes.inbox}>{t("toInbox")}</Link>}
        >
          {t("missingText")}
        </EmptyState>
      )}
      {update?.ok === true && update.value !== null && <OrderDetail view={update.value} />}
    </div>
  );
};
