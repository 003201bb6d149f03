import { useState } from "react";

import type { Comment } from "@countersign/shared/domain/approval-flow.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { CommentDialog } from "./CommentDialog.tsx";
import ownStyles from "./comments.module.css";
import { Panel } from "./Panel.tsx";
import styles from "./stages.module.css";

/** The order's comments, oldest first, and a button to add one. */
export const CommentsPanel = ({ order }: { readonly order: LooseOrder }) => {
  const t = screenWords("order");
  const [isWriting, setWriting] = useState(false);
  const write = () => setWriting(true);
  useShortcuts({ m: write });
  return (
    <Panel title={t("comments.title")}>
      <CommentList comments={order.flow.comments} />
      <div className={ownStyles["add"]}>
        <Button shortcut="M" onPress={write}>
          {t("comments.add")}
        </Button>
      </div>
      {isWriting && <CommentDialog order={order} onClose={() => setWriting(false)} />}
    </Panel>
  );
};

const CommentList = ({ comments }: { readonly comments: readonly Comment[] }) => {
  const t = screenWords("order");
  if (comments.length === 0) return <p>{t("comments.none")}</p>;
  return (
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
  );
};
