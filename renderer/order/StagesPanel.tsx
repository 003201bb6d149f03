import { useTranslation } from "react-i18next";

import type { StageView } from "#shared/contract/views.ts";
import type { StatusTone } from "#renderer/kit/StatusBadge.tsx";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";

import { DecisionEntry } from "./DecisionEntry.tsx";
import { Panel } from "./Panel.tsx";
import { reasonWords, requirementWords } from "./stage-words.ts";
import styles from "./stages.module.css";

const tones: Record<StageView["state"], StatusTone> = {
  waiting: "later",
  open: "open",
  approved: "approved",
  rejected: "rejected",
  closed: "closed",
};

export const StagesPanel = ({ stages }: { readonly stages: readonly StageView[] }) => {
  const { t } = useTranslation("order");
  return (
    <Panel title={t("stages.title")}>
      {stages.length === 0 && <p>{t("stages.none")}</p>}
      <ol aria-label={t("stages.title")} className={styles["stages"]}>
        {stages.map((view) => (
          <StageItem key={view.stage.id} view={view} />
        ))}
      </ol>
    </Panel>
  );
};

const StageItem = ({ view: { stage, state, decisions, asksMe } }: { readonly view: StageView }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const names = stage.candidates.map(({ name }) => name).join(", ");
  return (
    <li className={styles["stage"]}>
      <div className={styles["head"]}>
        <h3 className={styles["role"]}>{words(`stageRole.${stage.role}`)}</h3>
        <StatusBadge tone={tones[state]}>{t(`stages.state.${state}`)}</StatusBadge>
        {asksMe && state === "open" && <span className={styles["you"]}>{t("stages.asksYou")}</span>}
      </div>
      <p>{reasonWords(stage.reason, t)}</p>
      <p className={styles["who"]}>
        {t("stages.asks", { names })} ({requirementWords(stage, t)})
      </p>
      {decisions.length > 0 && (
        <ul className={styles["decisions"]}>
          {decisions.map(({ decision }) => (
            <DecisionEntry key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
    </li>
  );
};
