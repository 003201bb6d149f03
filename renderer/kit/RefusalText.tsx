import type { AppError } from "@countersign/shared/contract/views.ts";

import styles from "./refusal-text.module.css";
import { refusalWords } from "./refusal-words.ts";

/** Why something was not done, and the next step, always as readable text. */
export const RefusalText = ({ refusal, id }: { readonly refusal: AppError; readonly id?: string }) => {
  const { happened, next } = refusalWords(refusal);
  return (
    <span id={id}>
      <span className={styles["happened"]}>{happened}</span> <span>{next}</span>
    </span>
  );
};
