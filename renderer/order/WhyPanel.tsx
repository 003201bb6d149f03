import { decidable, understoodOrder } from "@countersign/shared/commands/decidable.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { waitingSince } from "@countersign/shared/engine/approval/waiting.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { conditionText } from "@countersign/shared/words/condition-text.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenFormats, screenWords } from "#renderer/kit/screen-words.ts";

import { OutcomePanel } from "./OutcomePanel.tsx";
import { Panel } from "./Panel.tsx";
import { knownCondition, requirementWords } from "./stage-words.ts";
import styles from "./why.module.css";

/**
 * Whom the open stage asks, why, and since when; once no stage is open, the outcome of the order. Where only a newer program can
 * tell, it says so.
 */
export const WhyPanel = ({ view }: { readonly view: OrderView }) => {
  const t = screenWords("order");
  const words = screenWords("kit");
  const opened = view.stages.filter(({ state }) => state === "open");
  const open = opened.find(({ asksMe }) => asksMe) ?? opened[0];
  const known = open === undefined ? understoodOrder(view.order) : decidable(view.order, newestProtocol);
  if (!known.ok)
    return (
      <Panel title={words("newer")}>
        <p>
          <RefusalText refusal={known.error} />
        </p>
      </Panel>
    );
  if (open === undefined) return <OutcomePanel order={view.order} />;
  const { stage, asksMe } = open;
  const role = memberWords(stage.role, (known) => words(`stageRole.${known}`));
  const requirement = memberWords(stage.requirement, (known) => requirementWords(known, stage, t));
  return (
    <Panel title={asksMe ? t("why.titleMine") : t("why.titleOthers")}>
      <p className={styles["reason"]}>
        {memberWords(knownCondition(stage), (known) => conditionText(known, screenFormats))}
      </p>
      <p>
        {asksMe ? t("why.asked", { role, requirement }) : t("why.askedOthers", { role, requirement })}{" "}
        <Time at={waitingSince(view.order)} />.
      </p>
    </Panel>
  );
};
