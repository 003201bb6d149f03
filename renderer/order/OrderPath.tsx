import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import { Link, useLocation } from "wouter";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { KeyHint } from "#renderer/kit/KeyHint.tsx";
import { Button } from "#renderer/kit/Button.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { orderPath, routes } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./order.module.css";
import { useNeighbours } from "./use-neighbours.ts";

/** Links back to the inbox and to its previous and next orders. */
export const OrderPath = ({ orderId }: { readonly orderId: OrderId }) => {
  const t = screenWords("order");
  const [, navigate] = useLocation();
  const { previous, next, moveTo } = useNeighbours(orderId);
  const go = (row: InboxRow | undefined) => {
    if (row === undefined) return;
    moveTo(row);
    navigate(orderPath(row.orderId));
  };
  useShortcuts({ j: () => go(next), k: () => go(previous) });
  return (
    <div className={styles["path"]}>
      <Link href={routes.inbox} className={styles["back"]} aria-keyshortcuts="U">
        <ArrowLeft size={14} aria-hidden="true" />
        {t("back")}
        <KeyHint keys="U" />
      </Link>
      <Button
        kind="quiet"
        shortcut="K"
        isDisabled={previous === undefined}
        onPress={() => go(previous)}
        aria-label={t("previous")}
      >
        <ChevronLeft size={16} aria-hidden="true" />
      </Button>
      <Button kind="quiet" shortcut="J" isDisabled={next === undefined} onPress={() => go(next)} aria-label={t("next")}>
        <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </div>
  );
};
