import type { FormEvent, ReactNode } from "react";
import { useRef, useState } from "react";

import { freeTextMaxLength } from "@countersign/shared/domain/approval-flow.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";

import { Button } from "../kit/Button.tsx";
import { Dialog, DialogButtons } from "../kit/Dialog.tsx";
import { RefusalText } from "../kit/RefusalText.tsx";
import { TextArea } from "../kit/TextArea.tsx";
import styles from "./text-dialog.module.css";

interface TextDialogProps {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly hint: string;
  readonly confirm: string;
  readonly confirmKind: "primary" | "danger";
  /** Without a field, `noText` takes its place. */
  readonly noText?: ReactNode;
  /** Why nothing is sent without a text; missing where a text is optional. */
  readonly objectionToNone?: AppError;
  readonly problem: AppError | undefined;
  readonly isRunning: boolean;
  /** Called with the trimmed text; `undefined` if there is none. */
  readonly onSend: (text: string | undefined) => void;
  readonly onClose: () => void;
}

/** The character count is shown from this length on. */
const countedFrom = freeTextMaxLength * 0.9;

/** The refusal that main would return, shown before anything is sent. */
const objectionTo = (text: string, objectionToNone: AppError | undefined): AppError | undefined => {
  if (text === "") return objectionToNone;
  if (text.length > freeTextMaxLength) return refusal("text-too-long", { max: freeTextMaxLength, actual: text.length });
  return undefined;
};

/** Asks for one text and sends it. If sending fails, the text stays. */
export const TextDialog = (props: TextDialogProps) => {
  const t = screenWords("kit");
  const [typed, setTyped] = useState("");
  const [objection, setObjection] = useState<AppError>();
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typed.trim();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = objectionTo(text, props.objectionToNone);
    setObjection(found);
    if (found === undefined) props.onSend(text === "" ? undefined : text);
    else area.current?.focus();
  };

  return (
    <Dialog title={props.title} isOpen onClose={props.onClose}>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        <p className={styles["lead"]}>{props.lead}</p>
        {props.noText ?? (
          <TextArea
            label={props.label}
            value={typed}
            onChange={setTyped}
            areaRef={area}
            isRequired={props.objectionToNone !== undefined}
            error={objection && <RefusalText refusal={objection} />}
            hint={
              text.length < countedFrom
                ? props.hint
                : t("characterCount", { actual: text.length, max: freeTextMaxLength })
            }
          />
        )}
        <ProblemNotice problem={props.problem} />
        <DialogButtons>
          <Button onPress={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" kind={props.confirmKind} isPending={props.isRunning}>
            {props.confirm}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
};
