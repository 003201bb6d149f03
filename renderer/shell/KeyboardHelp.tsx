import { Fragment } from "react";

import { Button } from "#renderer/kit/Button.tsx";
import { Dialog, DialogButtons } from "#renderer/kit/Dialog.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./keyboard-help.module.css";

/** The keys of each place. Alternatives are separate entries; a sequence is one entry with a space. */
const places = [
  {
    place: "inList",
    keys: [
      ["next", "J", "↓"],
      ["previous", "K", "↑"],
      ["page", "PgDn", "PgUp"],
      ["ends", "Home", "End"],
      ["open", "Enter"],
      ["approve", "A"],
      ["reject", "R"],
      ["search", "/"],
    ],
  },
  {
    place: "onOrder",
    keys: [
      ["approve", "A"],
      ["reject", "R"],
      ["sendReason", "Ctrl+Enter"],
      ["cancel", "C"],
      ["comment", "M"],
      ["nextOrder", "J"],
      ["previousOrder", "K"],
      ["back", "U"],
    ],
  },
  {
    place: "anywhere",
    keys: [
      ["goInbox", "G I"],
      ["goHistory", "G H"],
      ["goOutbox", "G O"],
      ["goMailPreferences", "G M"],
      ["help", "?"],
    ],
  },
] as const;

export const KeyboardHelp = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) => {
  const t = screenWords("shell");
  return (
    <Dialog title={t("keys.title")} isOpen={isOpen} onClose={onClose} isWide>
      <div className={styles["places"]}>
        {places.map(({ place, keys }) => (
          <section key={place}>
            <h3 className={styles["place"]}>{t(`keys.${place}`)}</h3>
            <dl className={styles["keys"]}>
              {keys.map(([action, ...alternatives]) => (
                <Fragment key={action}>
                  <dt>{t(`keys.${action}`)}</dt>
                  <dd>
                    <Alternatives keys={alternatives} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t("keys.close")}</Button>
      </DialogButtons>
    </Dialog>
  );
};

const Alternatives = ({ keys }: { readonly keys: readonly string[] }) => {
  const t = screenWords("shell");
  return keys.map((sequence, index) => (
    <Fragment key={sequence}>
      {index > 0 && ` ${t("keys.or")} `}
      {sequence.split(" ").map((key, position) => (
        <Fragment key={key}>
          {position > 0 && ` ${t("keys.afterwards")} `}
          <kbd className={styles["key"]}>{key}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ));
};
