import type { StageRole } from "@countersign/shared/domain/approval-flow.ts";
import type { StageView } from "@countersign/shared/contract/views.ts";
import { conditionText } from "@countersign/shared/words/condition-text.ts";
import type { StatusTone } from "#renderer/kit/StatusBadge.tsx";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenFormats, screenWords } from "#renderer/kit/screen-words.ts";

import { DecisionEntry } from "./DecisionEntry.tsx";
import type { LooseRole } from "./consequence.ts";
import { Panel } from "./Panel.tsx";
import { candidateWords, knownCondition, requirementWords } from "./stage-words.ts";
import styles from "./stages.module.css";

const tones: Record<StageView["state"], StatusTone> = {
  waiting: "later",
  open: "open",
  approved: "approved",
  rejected: "rejected",
  closed: "closed",
  unknown: "newer",
};

export const StagesPanel = ({ stages }: { readonly stages: readonly StageView[] }) => {
  const t = screenWords("order");
  return (
    <Panel title={t("stages.title")}>
      {stages.length === 0 && <p>{t("stages.none")}</p>}
      <ol aria-label={t("stages.title")} className={styles["stages"]}>
        {stages.map((view) => (
          <StageItem key={view.stage.id} view={view} atOnce={askedWith(view, stages)} />
        ))}
      </ol>
    </Panel>
  );
};

/** The roles of the other stages of the same step. */
const askedWith = ({ stage }: StageView, stages: readonly StageView[]): readonly LooseRole[] =>
  stages
    .filter((other) => other.stage.step === stage.step && other.stage.id !== stage.id)
    .map((other) => other.stage.role);

interface StageItemProps {
  readonly view: StageView;
  readonly atOnce: readonly LooseRole[];
}

const StageItem = ({ view: { stage, state, decisions, asksMe }, atOnce }: StageItemProps) => {
  const t = screenWords("order");
  const words = screenWords("kit");
  const roleWords = (role: StageRole) => words(`stageRole.${role}`);
  const names = stage.candidates.map((candidate) => candidateWords(candidate, t)).join(", ");
  return (
    <li className={styles["stage"]}>
      <div className={styles["head"]}>
        <h3 className={styles["role"]}>{memberWords(stage.role, roleWords)}</h3>
        <StatusBadge tone={tones[state]}>{t(`stages.state.${state}`)}</StatusBadge>
        {asksMe && state === "open" && <span className={styles["you"]}>{t("stages.asksYou")}</span>}
      </div>
      <p>{memberWords(knownCondition(stage), (known) => conditionText(known, screenFormats))}</p>
      <p className={styles["who"]}>
        {t("stages.asks", { names })} ({memberWords(stage.requirement, (known) => requirementWords(known, stage, t))})
      </p>
      {atOnce.length > 0 && (
        <p className={styles["who"]}>
          {t("stages.atOnce", { roles: atOnce.map((role) => memberWords(role, roleWords)).join(", ") })}
        </p>
      )}
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
