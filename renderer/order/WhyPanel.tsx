import { useTranslation } from "react-i18next";

import { waitingSince } from "@countersign/shared/engine/approval/waiting.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { Time } from "#renderer/kit/Time.tsx";
import { useMember } from "#renderer/kit/use-member.ts";

import { OutcomePanel } from "./OutcomePanel.tsx";
import { Panel } from "./Panel.tsx";
import { knownReason, conditionWords, requirementWords } from "./stage-words.ts";
import styles from "./why.module.css";

/** Why the open stage asks whom, and since when; once no stage is open, what became of the order. */
export const WhyPanel = ({ view }: { readonly view: OrderView }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const member = useMember();
  const opened = view.stages.filter(({ state }) => state === "open");
  const open = opened.find(({ asksMe }) => asksMe) ?? opened[0];
  if (open === undefined) return <OutcomePanel order={view.order} />;
  const { stage, asksMe } = open;
  const role = member(stage.role, (known) => words(`stageRole.${known}`));
  const requirement = member(stage.requirement, (known) => requirementWords(known, stage, t));
  return (
    <Panel title={asksMe ? t("why.titleMine") : t("why.titleOthers")}>
      <p className={styles["reason"]}>{member(knownReason(stage), (known) => conditionWords(known, t))}</p>
      <p>
        {asksMe ? t("why.asked", { role, requirement }) : t("why.askedOthers", { role, requirement })}{" "}
        <Time at={waitingSince(view.order)} />.
      </p>
    </Panel>
  );
};
