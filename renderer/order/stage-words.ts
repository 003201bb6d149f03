import type { Candidate, LooseStage, Requirement, StageCondition } from "@countersign/shared/domain/approval-flow.ts";
import type { Newer } from "@countersign/shared/domain/newer.ts";
import { asSent, holdsNewer } from "@countersign/shared/domain/newer.ts";
import { assertNever } from "@countersign/shared/domain/result.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import type { Words } from "#renderer/kit/screen-words.ts";

/** How many votes a stage has: a substitute uses the delegator's, and escalation adds none. */
export const votesOf = ({ candidates }: Pick<LooseStage, "candidates">): number =>
  candidates.filter(({ delegation, escalatedAt }) => delegation === undefined && escalatedAt === undefined).length;

/** How many of the candidates must approve, in words. */
export const requirementWords = (
  requirement: Requirement,
  stage: Pick<LooseStage, "candidates">,
  t: Words<"order">,
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

/** Who is asked; for a substitute, for whom and until when; after an escalation, since when. */
export const candidateWords = ({ name, delegation, escalatedAt }: Candidate, t: Words<"order">): string => {
  if (delegation !== undefined) {
    const until = formatInstant(delegation.validUntil, "date");
    return t("stages.substitute", { name, of: delegation.delegator.name, until });
  }
  if (escalatedAt !== undefined) return t("stages.escalated", { name, since: formatInstant(escalatedAt, "date") });
  return name;
};

const isKnown = (condition: LooseStage["condition"]): condition is StageCondition => !holdsNewer(condition);

/** The condition if this version knows it, otherwise as one of a newer kind. */
export const knownCondition = ({ condition }: LooseStage): StageCondition | Newer =>
  isKnown(condition) ? condition : { newer: asSent(condition) };
