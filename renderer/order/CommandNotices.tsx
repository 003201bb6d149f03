import { isCommandType } from "@countersign/shared/commands/payloads.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./order.module.css";

/** The person's actions on this order, on this device, that are waiting or were refused: why, and what to do (D09, S52). */
export const CommandNotices = ({ commands }: Pick<OrderView, "commands">) => {
  const t = screenWords("order");
  if (commands.length === 0) return null;
  return (
    <div className={styles["notices"]}>
      {commands.map(({ commandId, type, madeAt, verdict }) => {
        const what = isCommandType(type) ? t(`command.${type}`) : t("command.other");
        const time = formatInstant(madeAt, "date-time");
        if (isNewer(verdict))
          return (
            <Notice key={commandId} tone="problem">
              {t("command.newer", { what, time })}
            </Notice>
          );
        if (verdict.state === "refused")
          return (
            <Notice key={commandId} tone="problem" announced="in-turn">
              {t("command.refused", { what, time })} <RefusalText refusal={verdict} />
            </Notice>
          );
        return (
          <Notice key={commandId} tone="waiting">
            {t("command.waiting", { what, time })}
          </Notice>
        );
      })}
    </div>
  );
};
