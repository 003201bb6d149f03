import { useTranslation } from "react-i18next";

import type { AppError, SessionView } from "#shared/contract/views.ts";
import { Notice } from "#renderer/kit/Notice.tsx";
import { refusalWords } from "#renderer/kit/refusal-words.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { useAction } from "#renderer/use-action.ts";

import { DemoPeople } from "./DemoPeople.tsx";
import { EmailForm } from "./EmailForm.tsx";
import styles from "./start.module.css";

type SignedOut = Extract<SessionView, { state: "signed-out" }>;

/** The first page: choose one of the demo's people, or sign in with an address. */
export const StartScreen = ({ session }: { readonly session: SignedOut }) => {
  const { t } = useTranslation("start");
  const { run, problem, isRunning } = useAction("session.sign-in");
  const signIn = (email: string) => void run({ email });
  const shown = problem ?? session.problem;
  return (
    <main className={styles["start"]}>
      <div className={styles["page"]}>
        <header className={styles["header"]}>
          <h1 className={styles["title"]}>{t("title")}</h1>
          <p className={styles["server"]}>
            {t("server")}: <code>{session.server}</code>
          </p>
        </header>
        {shown && (
          <Notice tone="problem" announced="at-once">
            {shown.code === "server-unreachable" ? <Unreachable problem={shown} /> : <RefusalText refusal={shown} />}
          </Notice>
        )}
        {session.people.length > 0 && <DemoPeople people={session.people} onChoose={signIn} />}
        <EmailForm onSubmit={signIn} isRunning={isRunning} />
      </div>
    </main>
  );
};

/** Nobody works offline before the first sign-in, so the next step is another one than elsewhere. */
const Unreachable = ({ problem }: { readonly problem: AppError }) => {
  const { t } = useTranslation("start");
  const { t: words } = useTranslation("kit");
  return (
    <>
      <strong>{refusalWords(problem, words).happened}</strong> {t("unreachable")}
    </>
  );
};
