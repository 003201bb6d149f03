import type { PokedCommit } from "./poke-message.ts";
import { mergeCommits } from "./poke-message.ts";

const keptAtMost = 100;

/** Commits that the other nodes were not told of yet. What is kept while nobody can be told does not grow with time. */
export class UntoldNews {
  #commits: PokedCommit[] = [];

  keep(...commits: readonly PokedCommit[]): void {
    this.#commits.push(...commits);
    if (this.#commits.length > keptAtMost) this.#commits = [mergeCommits(this.#commits)];
  }

  /** Everything as one, which is not kept any more; `undefined` when there is nothing. */
  take(): PokedCommit | undefined {
    if (this.#commits.length === 0) return undefined;
    const all = mergeCommits(this.#commits);
    this.#commits = [];
    return all;
  }
}
