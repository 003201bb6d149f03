import type { Commit } from "./change-log.ts";
import { mergeCommits } from "./poke-message.ts";

const keptAtMost = 100;

/** Each tenant counts its own commits, so those of different tenants are never told as one. */
const mergedByTenant = (commits: readonly Commit[]): Commit[] =>
  [...Map.groupBy(commits, ({ tenantId }) => tenantId)].map(([tenantId, own]) => ({ tenantId, ...mergeCommits(own) }));

/** Commits that the other nodes were not told of yet. What is kept while nobody can be told does not grow with time. */
export class UnannouncedCommits {
  #commits: Commit[] = [];

  keep(...commits: readonly Commit[]): void {
    this.#commits.push(...commits);
    if (this.#commits.length > keptAtMost) this.#commits = mergedByTenant(this.#commits);
  }

  /** Everything, as one commit of each tenant. It is not kept any more. */
  take(): Commit[] {
    const all = mergedByTenant(this.#commits);
    this.#commits = [];
    return all;
  }
}
