import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./loading-progress.module.css";

/** Progress of the first load, whose total is unknown: how much is here already. */
export const LoadingProgress = ({ orders }: { readonly orders: number }) => {
  const t = screenWords("shell");
  const soFar = t("loadedSoFar", { count: orders });
  return (
    <div className={styles["loading"]}>
      <progress aria-label={t("loading")} aria-valuetext={soFar} className={styles["bar"]} />
      <p>
        {t("loading")}: <span className={styles["figure"]}>{soFar}</span>
      </p>
    </div>
  );
};
