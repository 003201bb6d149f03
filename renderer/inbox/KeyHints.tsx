import { useTranslation } from "react-i18next";

import { KeyHint } from "#renderer/kit/KeyHint.tsx";

import styles from "./inbox.module.css";

const hints = [
  ["move", "J", "K"],
  ["open", "↵"],
  ["approve", "A"],
  ["reject", "R"],
  ["help", "?"],
] as const;

export const KeyHints = () => {
  const { t } = useTranslation("inbox");
  return (
    <div className={styles["hints"]} aria-hidden="true">
      {hints.map(([action, ...keys]) => (
        <span key={action} className={styles["hint"]}>
          {keys.map((key) => (
            <KeyHint key={key} keys={key} />
          ))}
          {t(`hints.${action}`)}
        </span>
      ))}
    </div>
  );
};
