import { useTranslation } from "react-i18next";

import type { Comment } from "#shared/domain/approval-flow.ts";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { Time } from "#renderer/kit/Time.tsx";

import { Panel } from "./Panel.tsx";
import styles from "./stages.module.css";

/** What people remarked without deciding, oldest first. */
export const CommentsPanel = ({ comments }: { readonly comments: readonly Comment[] }) => {
  const { t } = useTranslation("order");
  return (
    <Panel title={t("comments.title")}>
      <ul className={styles["decisions"]}>
        {comments.map(({ id, person, text, madeAt, receivedAt }) => (
          <li key={id} className={styles["decision"]}>
            <div>
              <strong>{person.name}</strong> · <Time at={madeAt} />
              <q className={styles["reason"]}>{text}</q>
            </div>
            {receivedAt === undefined && <StatusBadge tone="waiting">{t("comments.waiting")}</StatusBadge>}
          </li>
        ))}
      </ul>
    </Panel>
  );
};
