import type { SessionView } from "@countersign/shared/contract/views.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { DemoPeople } from "./DemoPeople.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { StartPage } from "./StartPage.tsx";
import { StartProblem } from "./StartProblem.tsx";
import styles from "./start.module.css";

type SignedOut = Extract<SessionView, { state: "signed-out" }>;

/** Where a person signs in, as the server allows: as one of the demo's people, or with address and password. */
export const StartScreen = ({ session }: { readonly session: SignedOut }) => {
  const { signsInBy, email = "", people } = session;
  const { run, problem, isRunning } = useAction("sign-in");
  const shown = problem ?? session.problem;
  return (
    <StartPage aside={<Server address={session.server} />}>
      {shown && <StartProblem problem={shown} />}
      {people.length > 0 && <DemoPeople people={people} onChoose={(chosen) => void run({ email: chosen })} />}
      {signsInBy && (
        <SignInForm
          // Another way to sign in, or another person, starts with empty fields.
          key={`${signsInBy} ${email}`}
          signsInBy={signsInBy}
          email={email}
          onSubmit={(account) => void run(account)}
          isRunning={isRunning}
        />
      )}
    </StartPage>
  );
};

const Server = ({ address }: { readonly address: string }) => {
  const t = screenWords("start");
  const { run } = useAction("leave-server");
  return (
    <div className={styles["server"]}>
      <span>
        {t("server")}: <code>{address}</code>
      </span>
      <Button kind="quiet" onPress={() => void run({})}>
        {t("otherServer")}
      </Button>
    </div>
  );
};
