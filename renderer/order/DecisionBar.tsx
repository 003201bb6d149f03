import { useRef, useState } from "react";

import type { OrderView } from "@countersign/shared/contract/views.ts";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { RejectDialog } from "#renderer/decisions/RejectDialog.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { ConsequenceText } from "./ConsequenceText.tsx";
import { DecisionButtons } from "./DecisionButtons.tsx";
import styles from "./decision-bar.module.css";
import { useDecisions } from "./use-decisions.ts";
import { useKeptFocus } from "./use-kept-focus.ts";

/** The decision, always visible at the end of the order (S44, S47): what the person may do, or why not. */
export const DecisionBar = ({ view }: { readonly view: OrderView }) => {
  const t = screenWords("order");
  const decisions = useDecisions(view);
  const { approve, rejectable, cancel, cancelRefusal, problem, onRejected } = decisions;
  const [isRejecting, setRejecting] = useState(false);
  const openReject = rejectable && (() => setRejecting(true));
  const refusal = view.mayApprove.allowed ? undefined : view.mayApprove.refusal;

  const bar = useRef<HTMLElement>(null);
  useKeptFocus(bar, [approve && "approve", openReject && "reject", cancel && "cancel"].join(" "));
  useShortcuts({
    ...(approve && { a: approve }),
    ...(openReject && { r: openReject }),
    ...(cancel && { c: cancel }),
  });

  return (
    <section ref={bar} tabIndex={-1} className={styles["bar"]} aria-label={t("decide.label")}>
      <ProblemNotice problem={problem} />
      <div className={styles["row"]}>
        <div className={styles["why"]}>
          {approve && <ConsequenceText view={view} />}
          {refusal && (
            <p>
              <RefusalText refusal={refusal} />
            </p>
          )}
          {cancelRefusal && (
            <p>
              {t("decide.cancelRefused")} <RefusalText id="cancel-refusal" refusal={cancelRefusal} />
            </p>
          )}
        </div>
        <DecisionButtons decisions={decisions} onReject={openReject} />
      </div>
      {isRejecting && rejectable && (
        <RejectDialog
          order={rejectable}
          onClose={() => setRejecting(false)}
          onRejected={() => {
            setRejecting(false);
            onRejected();
          }}
        />
      )}
    </section>
  );
};
