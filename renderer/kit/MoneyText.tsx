import type { Amount } from "@countersign/shared/domain/money.ts";

import { screenWords } from "./screen-words.ts";
import { moneyText } from "@countersign/shared/words/money-text.ts";

import { classNames } from "./class-names.ts";
import styles from "./money-text.module.css";

/** An amount whose figures align in a column. An unknown amount says so and never looks like zero. */
export const MoneyText = ({ amount, isStrong = false }: { readonly amount: Amount; readonly isStrong?: boolean }) => {
  const t = screenWords("kit");
  if (!amount.known) return <span className={styles["unknown"]}>{t("noPrice")}</span>;
  return <bdi className={classNames(styles["money"], isStrong && styles["strong"])}>{moneyText(amount.money)}</bdi>;
};
