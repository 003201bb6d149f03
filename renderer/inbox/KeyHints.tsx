import { KeyHint } from "#renderer/kit/KeyHint.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./inbox.module.css";

const hints = [
  ["move", "J", "K"],
  ["open", "↵"],
  ["approve", "A"],
  ["reject", "R"],
  ["help", "?"],
] as const;

export const KeyHints = () => {
  const t = screenWords("inbox");
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
