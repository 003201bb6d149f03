import type { Rule } from "./catalogue.ts";
import type { Evidence, Level } from "./evidence.ts";
import { levels } from "./evidence.ts";

/** How far a rule has come. */
export interface RuleStatus {
  /** The farthest level at which a test shows it, on any network. */
  readonly reached: Level;
  /** The better of the networks on which it is shown at that level. */
  readonly network: Evidence["network"];
  readonly isMet: boolean;
  /** For a rule that is not met: the level at which it counts. */
  readonly countsAs: Level;
}

const rank = (level: Level): number => levels.length - levels.indexOf(level);
const nearer = (one: Level, other: Level): Level => (rank(one) < rank(other) ? one : other);

/** What the built product must show counts as a partner's. */
export const countedLevel = ({ level }: Pick<Rule, "level">): "screen" | "partner" =>
  level === "product" ? "partner" : level;

const meets = ({ level }: Rule, shown: Evidence): boolean =>
  level === "product"
    ? shown.isOfProduct && shown.network !== "seed"
    : shown.network === "founded" && rank(shown.level) >= rank(level);

/**
 * A rule is met at its level, or one farther from the engine, on a founded network. A rule that is shown only on a seed
 * is not met, however far its test is from the engine: it counts as one level below the required one.
 */
export const ruleStatus = (rule: Rule, evidence: readonly Evidence[]): RuleStatus => {
  const [best] = evidence.toSorted(
    (left, right) =>
      rank(right.level) - rank(left.level) || Number(right.network === "founded") - Number(left.network === "founded"),
  );
  const reached = best?.level ?? "none";
  return {
    reached,
    network: best?.network,
    isMet: evidence.some((shown) => meets(rule, shown)),
    countsAs: nearer(reached, countedLevel(rule) === "screen" ? "partner" : "engine"),
  };
};
