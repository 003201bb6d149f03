import { Link } from "wouter";
import { useStore } from "zustand";

import { orderPath } from "#renderer/routes.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./inbox.module.css";

/** Names the last decision and links to where it can be taken back. Its space is always reserved, so nothing jumps. */
export const LastDecisionNote = () => {
  const t = screenWords("inbox");
  const { lastDecision } = useWindowStores();
  const { decision } = useStore(lastDecision);
  return (
    <output aria-label={t("lastDecision")} className={styles["lastDecision"]}>
      {decision && (
        <>
          {t(`decided.${decision.outcome}`, { number: decision.orderNumber })}{" "}
          <Link href={orderPath(decision.orderId)}>{t("undo")}</Link>
        </>
      )}
    </output>
  );
};
