import type { LooseAmount } from "@countersign/shared/domain/money.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";

import { screenWords } from "./screen-words.ts";
import { moneyText } from "@countersign/shared/words/money-text.ts";

import { classNames } from "./class-names.ts";
import styles from "./money-text.module.css";

interface MoneyTextProps {
  readonly amount: LooseAmount;
  readonly isStrong?: boolean;
}

/** An amount whose figures align in a column. One that is unknown, or of a newer currency, says so and never looks like zero. */
export const MoneyText = ({ amount, isStrong = false }: MoneyTextProps) => {
  const t = screenWords("kit");
  if (!amount.known) return <span className={styles["unknown"]}>{t("noPrice")}</span>;
  const { amountMinor, currency } = amount.money;
  if (isNewer(currency))
    return (
      <span className={styles["unknown"]} title={t("newer")}>
        {t("newerCurrency")}
      </span>
    );
  const figures = moneyText({ amountMinor, currency });
  return <bdi className={classNames(styles["money"], isStrong && styles["strong"])}>{figures}</bdi>;
};
