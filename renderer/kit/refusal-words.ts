import type { TFunction } from "i18next";

import { decisionOutcomeSchema, stageRoleSchema } from "@countersign/shared/domain/approval-flow.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { erpStatusSchema, orderStatusSchema } from "@countersign/shared/domain/order.ts";
import type { RefusalArguments } from "@countersign/shared/domain/refusal.ts";
import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import type { Sentence } from "@countersign/shared/words/sentence.ts";
import { fillSentence } from "@countersign/shared/domain/sentence.ts";
import { sentences } from "@countersign/shared/words/en/sentences.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";

import { formatMoney } from "./format-money.ts";
import { formatInstant } from "./format-time.ts";

type Argument = RefusalArguments[string];
type KitTranslation = TFunction;

/** A status code of a closed list as a word inside a sentence. */
const wordFor = (name: string, value: string, t: KitTranslation): string => {
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

const readable = (name: string, value: Argument, t: KitTranslation): string => {
  if (typeof value === "object") return formatMoney(value);
  if (typeof value === "number") return name === "status" ? String(value) : new Intl.NumberFormat().format(value);
  const instant = instantSchema.safeParse(value);
  return instant.success ? formatInstant(instant.data, "date-time") : wordFor(name, value, t);
};

/** What happened and what to do next, in the reader's words, dates and figures. */
export const refusalWords = ({ code, args }: AppError, t: KitTranslation): Sentence => {
  if (!isErrorCode(code)) return { happened: t("unknownError.happened", { code }), next: t("unknownError.next") };
  const words = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, readable(name, value, t)]));
  const { happened, next } = sentences[code];
  return { happened: fillSentence(happened, words), next: fillSentence(next, words) };
};
