import type { ReactNode } from "react";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./start.module.css";

interface StartPageProps {
  /** What is shown beside the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the pages before anybody is signed in. */
export const StartPage = ({ aside, children }: StartPageProps) => {
  const t = screenWords("start");
  return (
    <main className={styles["start"]}>
      <div className={styles["page"]}>
        <header className={styles["header"]}>
          <h1 className={styles["title"]}>{t("title")}</h1>
          {aside}
        </header>
        {children}
      </div>
    </main>
  );
};
