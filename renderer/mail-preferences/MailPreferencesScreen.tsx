import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { useAnswer } from "#renderer/bridge/use-answer.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { Screen } from "#renderer/kit/Screen.tsx";

import { PreferencesForm } from "./PreferencesForm.tsx";
import styles from "./mail-preferences.module.css";
import { understood } from "./preferences.ts";

/** How the person wants to receive mail. The preferences are on the server, so this needs a connection. */
export const MailPreferencesScreen = () => {
  const t = screenWords("mail");
  const words = screenWords("kit");
  const { outcome, askAgain } = useAnswer("readMailPreferences");
  const session = useTopic("session", {});
  const email = session?.ok === true && session.value.state === "signed-in" ? session.value.person.email : undefined;
  const read = outcome && understood(outcome);
  return (
    <Screen title={t("title")}>
      <div className={styles["page"]}>
        {email !== undefined && <p className={styles["lead"]}>{t("lead", { email })}</p>}
        {read === undefined && <output className={styles["loading"]}>{t("loading")}</output>}
        {read?.ok === false && (
          <Notice
            tone={read.error.code === "offline" ? "waiting" : "problem"}
            announced="at-once"
            action={<Button onPress={askAgain}>{words("tryAgain")}</Button>}
          >
            <RefusalText refusal={read.error} />
          </Notice>
        )}
        {read?.ok === true && <PreferencesForm read={read.value} />}
      </div>
    </Screen>
  );
};
