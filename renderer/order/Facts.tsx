import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { Time } from "#renderer/kit/Time.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { Detail, Details, Panel } from "./Panel.tsx";
import styles from "./facts.module.css";

/** Who ordered for whom, through which companies, when, on which cost centre. */
export const Facts = ({ order }: { readonly order: LooseOrder }) => {
  const t = screenWords("order");
  const { requester, customer, reseller, distributor, placedAt, costCentre, source, note } = order;
  const chain = [reseller, distributor].flatMap((organisation) => organisation?.name ?? []);
  return (
    <Panel title={t("facts.title")}>
      <div className={styles["facts"]}>
        <Details>
          <Detail name={t("facts.requester")}>{requester.name}</Detail>
          <Detail name={t("facts.customer")}>{customer.name}</Detail>
          <Detail name={t("facts.chain")}>{chain.length > 0 ? chain.join(" ← ") : t("facts.none")}</Detail>
        </Details>
        <Details>
          <Detail name={t("facts.placed")}>
            <Time at={placedAt} />
          </Detail>
          <Detail name={t("facts.costCentre")}>{costCentre?.name ?? t("facts.none")}</Detail>
          <Detail name={t("facts.source")}>
            {memberWords(source.system, (known) => t(`source.${known}`))} {source.externalId}
          </Detail>
        </Details>
      </div>
      {note !== undefined && (
        <p className={styles["note"]}>
          <span className={styles["noteName"]}>{t("facts.note")}:</span> {note}
        </p>
      )}
    </Panel>
  );
};
