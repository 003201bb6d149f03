import { useTranslation } from "react-i18next";

import { waitingSince } from "#shared/engine/waiting.ts";
import type { OrderView } from "#shared/contract/views.ts";
import { Time } from "#renderer/kit/Time.tsx";

import { consequenceOfApproval } from "./consequence.ts";
import { Panel } from "./Panel.tsx";
import { reasonWords, requirementWords } from "./stage-words.ts";
import styles from "./why.module.css";

/** Why the open stage asks whom, since when, and what an answer leads to. Nothing once no stage is open. */
export const WhyPanel = ({ view }: { readonly view: OrderView }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const open = view.stages.find(({ state }) => state === "open");
  if (open === undefined) return null;
  const { stage, asksMe } = open;
  const role = words(`stageRole.${stage.role}`);
  const requirement = requirementWords(stage, t);
  return (
    <Panel title={asksMe ? t("why.titleMine") : t("why.titleOthers")}>
      <p className={styles["reason"]}>{reasonWords(stage.reason, t)}</p>
      <p>
        {asksMe ? t("why.asked", { role, requirement }) : t("why.askedOthers", { role, requirement })}{" "}
        <Time at={waitingSince(view.order)} />.
      </p>
      {asksMe && (
        <p>
          <Next view={view} /> {t("consequence.reject")}
        </p>
      )}
    </Panel>
  );
};

const Next = ({ view }: { readonly view: OrderView }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const consequence = consequenceOfApproval(view);
  switch (consequence?.leadsTo) {
    case undefined:
      return null;
    case "more-approvals":
      return t("consequence.moreApprovals", { count: consequence.count });
    case "stage":
      return t("consequence.nextStage", { role: words(`stageRole.${consequence.role}`) });
    case "seller":
      return t("consequence.seller");
  }
};
