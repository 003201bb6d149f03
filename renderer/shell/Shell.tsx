import type { ReactNode } from "react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import type { SignInMethod, StatusView } from "@countersign/shared/contract/views.ts";
import { useBridgeState, useTopic } from "#renderer/bridge/bridge-context.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { routes } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { ConnectionPanel } from "./ConnectionPanel.tsx";
import { KeyboardHelp } from "./KeyboardHelp.tsx";
import { Navigation } from "./Navigation.tsx";
import { PersonMenu } from "./PersonMenu.tsx";
import { ProblemBanner } from "./ProblemBanner.tsx";
import styles from "./shell.module.css";

const unknownStatus: StatusView = { connection: "connecting", waitingToSend: 0, refused: 0, inboxCount: 0 };

interface ShellProps {
  readonly person: LoosePerson;
  readonly signsInBy: SignInMethod;
  readonly children: ReactNode;
}

/** The frame around every screen: where to go, who is signed in, how fresh the data is. */
export const Shell = ({ person, signsInBy, children }: ShellProps) => {
  const update = useTopic("status", {});
  const bridge = useBridgeState();
  const [, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const status = update?.ok ? update.value : unknownStatus;
  const problem = update?.ok === false ? update.error : status.problem;

  const notices = status.notices ?? [];
  const recovered = notices.find(({ code }) => code === "local-store-recovered");

  useShortcuts({
    "?": () => setHelpOpen(true),
    "g i": () => navigate(routes.inbox),
    "g h": () => navigate(routes.history),
    "g o": () => navigate(routes.outbox),
    "g m": () => navigate(routes.mailPreferences),
  });

  return (
    <div className={styles["shell"]}>
      <header className={styles["side"]}>
        <p className={styles["brand"]}>{screenWords("shell")("product")}</p>
        <Navigation status={status} />
        <ConnectionPanel status={bridge === "open" ? status : { ...status, connection: "connecting" }} />
        <PersonMenu
          person={person}
          signsInBy={signsInBy}
          waiting={status.waitingToSend}
          notices={notices}
          onMailPreferences={() => navigate(routes.mailPreferences)}
          onHelp={() => setHelpOpen(true)}
        />
      </header>
      <main className={styles["main"]}>
        {problem && <ProblemBanner problem={problem} email={person.email} signsInBy={signsInBy} />}
        {recovered && <ProblemBanner problem={recovered} email={person.email} signsInBy={signsInBy} />}
        {children}
      </main>
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
};
