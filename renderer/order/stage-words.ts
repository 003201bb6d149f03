import type { TFunction } from "i18next";

import type { Candidate, LooseStage, Requirement, StageReason } from "#shared/domain/approval-flow.ts";
import type { Newer } from "#shared/domain/newer.ts";
import { asSent, holdsNewer } from "#shared/domain/newer.ts";
import { assertNever } from "#shared/domain/result.ts";
import { fillSentence } from "#shared/domain/sentence.ts";
import { reasonSentence } from "#shared/engine/explain.ts";
import { formatMoney } from "#renderer/kit/format-money.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";

import { intervalWords } from "./interval-words.ts";

type OrderTranslation = TFunction<"order">;

/** How many votes a stage has: whoever stands in for another uses that person's, and escalation adds none. */
export const votesOf = ({ candidates }: Pick<LooseStage, "candidates">): number =>
  candidates.filter(({ delegation, escalatedAt }) => delegation === undefined && escalatedAt === undefined).length;

/** How many of the candidates must approve, in words. */
export const requirementWords = (
  requirement: Requirement,
  stage: Pick<LooseStage, "candidates">,
  t: OrderTranslation,
): string => {
  const { candidates } = stage;
  switch (requirement.mode) {
    case "any":
      return t("stages.any", { count: candidates.length });
    case "all":
      return t("stages.all", { count: votesOf(stage) });
    case "n-of-m":
      return t("stages.some", { n: requirement.n, count: candidates.length });
    default:
      return assertNever(requirement);
  }
};

/** Who is asked, and if not in their own right: for whom and until when, or since when by escalation. */
export const candidateWords = ({ name, delegation, escalatedAt }: Candidate, t: OrderTranslation): string => {
  if (delegation !== undefined) {
    const until = formatInstant(delegation.validUntil, "date");
    return t("stages.substitute", { name, of: delegation.of.name, until });
  }
  if (escalatedAt !== undefined) return t("stages.escalated", { name, since: formatInstant(escalatedAt, "date") });
  return name;
};

const isKnown = (reason: LooseStage["reason"]): reason is StageReason => !holdsNewer(reason);

/** The reason as one that can be put into words, or as one of a newer kind. */
export const knownReason = ({ reason }: LooseStage): StageReason | Newer =>
  isKnown(reason) ? reason : { newer: asSent(reason) };

/** Why the stage exists, with the figures that the rule saw: the engine's sentence in the reader's formats. */
export const reasonWords = (reason: StageReason, t: OrderTranslation): string => {
  const { template, figures } = reasonSentence(reason);
  const interval = reason.rule === "recurring-order" ? { interval: intervalWords(reason.interval, t) } : {};
  return fillSentence(template, { ...figures, ...interval }, (value) =>
    typeof value === "object" ? formatMoney(value) : String(value),
  );
};
