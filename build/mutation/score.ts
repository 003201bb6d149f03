import type { Stryker } from "@stryker-mutator/core";

type MutantResult = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/** The results for the mutants of one room, or of a part of it. */
export interface Score {
  readonly folder: string;
  /** A test failed or ran into the time limit. */
  readonly killed: number;
  /** No test noticed it, or none ran it. */
  readonly survived: number;
  /** A test file could not be loaded: obvious to everybody, but no proof of an expectation, so it is not counted. */
  readonly crashed: number;
}

export const scoreOf = (folder: string, results: readonly Pick<MutantResult, "status">[]): Score => {
  const count = (...statuses: readonly MutantResult["status"][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  return {
    folder,
    killed: count("Killed", "Timeout"),
    survived: count("Survived", "NoCoverage"),
    crashed: count("RuntimeError", "CompileError"),
  };
};

/** The scores of several rooms as one. */
export const total = (scores: readonly Score[]): Score => {
  const sum = (of: (score: Score) => number): number => scores.reduce((all, score) => all + of(score), 0);
  return {
    folder: "all",
    killed: sum(({ killed }) => killed),
    survived: sum(({ survived }) => survived),
    crashed: sum(({ crashed }) => crashed),
  };
};

/** The share among those that count; 100 % of none. */
export const percentOf = ({ killed, survived }: Score): number =>
  killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);

export const scoreLine = (score: Score): string => {
  const { folder, killed, survived, crashed } = score;
  const percent = killed + survived === 0 ? "–" : `${percentOf(score).toFixed(1)} %`;
  return `${folder.padEnd(28)}${percent.padStart(8)}   ${killed} killed, ${survived} survived, ${crashed} crashed`;
};
