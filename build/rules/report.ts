import type { Rule } from "./catalogue.ts";
import { systems } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import type { ShownTest } from "./match.ts";
import type { RuleStatus } from "./status.ts";
import { countedLevel } from "./status.ts";

/** One rule with everything that shows it. */
export interface RuleReport extends Rule {
  readonly status: RuleStatus;
  readonly tests: readonly ShownTest[];
}

const place = ({ level, network, isOfProduct }: Evidence): string =>
  [level, ...(network === undefined ? [] : [`on a ${network} network`]), ...(isOfProduct ? ["as built"] : [])].join(
    " ",
  );

const verdict = ({ status: { isMet, reached, network } }: RuleReport): string =>
  isMet ? "met" : `below: ${place({ level: reached, network, isOfProduct: false })}`;

/** A rule with its tests below it, as text. */
export const ruleLines = (rule: RuleReport): string =>
  [
    `${rule.id} ${rule.kind.padEnd(5)} ${rule.level.padEnd(7)} ${rule.text} (${verdict(rule)})`,
    ...rule.tests.map(({ name, evidence }) => `      [${place(evidence)}] ${name}`),
  ].join("\n");

const systemLine = (letter: string, name: string, rules: readonly RuleReport[]): string => {
  const own = rules.filter(({ id }) => id.startsWith(letter));
  const met = own.filter(({ status }) => status.isMet).length;
  const untested = own.filter(({ tests }) => tests.length === 0).length;
  return `${`${letter} ${name}`.padEnd(24)}${String(own.length).padStart(4)} rules, ${String(met).padStart(3)} met, ${String(untested).padStart(3)} without a test`;
};

const totalLine = (rules: readonly RuleReport[]): string => {
  const met = rules.filter(({ status }) => status.isMet);
  const below = rules.filter(({ status }) => !status.isMet);
  const metAt = (level: string): number => met.filter((rule) => countedLevel(rule) === level).length;
  const belowAt = (level: string): number => below.filter(({ status }) => status.countsAs === level).length;
  return (
    `${rules.length} rules: met ${met.length} (screen ${metAt("screen")}, partner ${metAt("partner")}), ` +
    `below ${below.length} (partner ${belowAt("partner")}, engine ${belowAt("engine")}, none ${belowAt("none")})`
  );
};

/** A line for each system, and one for all. */
export const summaryLines = (rules: readonly RuleReport[]): string =>
  [...Object.entries(systems).map(([letter, name]) => systemLine(letter, name, rules)), totalLine(rules)].join("\n");
