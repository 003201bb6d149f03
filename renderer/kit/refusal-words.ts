import { decisionOutcomeSchema, stageRoleSchema } from "@countersign/shared/domain/approval-flow.ts";
import { erpStatusSchema, orderStatusSchema } from "@countersign/shared/domain/order.ts";
import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { areKnown } from "@countersign/shared/domain/refusal.ts";
import type { Formats } from "@countersign/shared/words/formats.ts";
import { readerFormats } from "@countersign/shared/words/formats.ts";
import { refusalSentence } from "@countersign/shared/words/refusal-text.ts";
import type { Sentence } from "@countersign/shared/words/sentence.ts";

import { formatInstant } from "./format-time.ts";
import { screenWords } from "./screen-words.ts";

const t = screenWords("kit");

/** A member of a closed list as a word inside a sentence; `name` says of which list it is. */
const wordFor = (value: string, name: string): string => {
  switch (name) {
    case "status": {
      const status = orderStatusSchema.safeParse(value);
      return status.success ? t(`orderStatus.${status.data}`) : value;
    }
    case "erpStatus": {
      const status = erpStatusSchema.safeParse(value);
      return status.success ? t(`erpStatus.${status.data}`) : value;
    }
    case "outcome": {
      const outcome = decisionOutcomeSchema.safeParse(value);
      return outcome.success ? t(`outcome.${outcome.data}`) : value;
    }
    case "role": {
      const role = stageRoleSchema.safeParse(value);
      return role.success ? t(`stageRole.${role.data}`) : value;
    }
    default:
      return value;
  }
};

const refusalFormats: Formats = readerFormats({
  language: "en",
  instant: (at) => formatInstant(at, "date-time"),
  word: wordFor,
});

/** What happened and what to do next, in the reader's words, dates and figures. */
export const refusalWords = ({ code, args }: AppError): Sentence =>
  isErrorCode(code) && areKnown(args)
    ? refusalSentence({ code, args }, refusalFormats)
    : { happened: t("unknownError.happened", { code }), next: t("unknownError.next") };
