import { Button } from "#renderer/kit/Button.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./decision-bar.module.css";
import type { Decisions } from "./use-decisions.ts";

interface DecisionButtonsProps {
  readonly decisions: Decisions;
  readonly onReject: (() => void) | undefined;
}

/** What the person may do; to cancel also where it is refused, so that they find the reason. */
export const DecisionButtons = ({ decisions, onReject }: DecisionButtonsProps) => {
  const t = screenWords("order");
  const { approve, cancel, cancelRefusal, isRunning } = decisions;
  return (
    <div className={styles["buttons"]}>
      {(cancel ?? cancelRefusal) && (
        <Button
          shortcut="C"
          isPending={isRunning}
          isDisabled={cancel === undefined}
          {...(cancel && { onPress: cancel })}
          {...(cancelRefusal && { "aria-describedby": "cancel-refusal" })}
        >
          {t("decide.cancel")}
        </Button>
      )}
      {onReject && (
        <Button kind="danger" shortcut="R" onPress={onReject}>
          {t("decide.reject")}
        </Button>
      )}
      {approve && (
        <Button kind="primary" shortcut="A" isPending={isRunning} onPress={approve}>
          {t("decide.approve")}
        </Button>
      )}
    </div>
  );
};
