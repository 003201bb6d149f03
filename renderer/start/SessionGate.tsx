import type { ReactNode } from "react";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";

import { useTopic } from "../bridge/bridge-context.tsx";
import styles from "./session-gate.module.css";
import { Shell } from "../shell/Shell.tsx";
import { ServerScreen } from "./ServerScreen.tsx";
import { StartScreen } from "./StartScreen.tsx";
import { WindowStoresProvider } from "../decisions/window-stores.tsx";

/** Shows the shell around `children` to a signed-in person, and the start page to everybody else. */
export const SessionGate = ({ children }: { readonly children: ReactNode }) => {
  const t = screenWords("shell");
  const session = useTopic("session", {});
  if (session?.ok === false)
    return (
      <main className={styles["centre"]}>
        <ProblemNotice problem={session.error} />
      </main>
    );
  switch (session?.value.state) {
    case undefined:
    case "opening":
      return (
        <main className={styles["centre"]}>
          <output>{t("opening")}</output>
        </main>
      );
    case "no-server":
      return <ServerScreen session={session.value} />;
    case "signed-out":
      return <StartScreen session={session.value} />;
    case "signed-in":
      return (
        // Another person starts with a fresh window.
        <WindowStoresProvider key={session.value.person.id}>
          <Shell person={session.value.person} signsInBy={session.value.signsInBy}>
            {children}
          </Shell>
        </WindowStoresProvider>
      );
  }
};
