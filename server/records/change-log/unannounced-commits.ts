import type { Commit } from "./change-log.ts";
import { mergeCommits } from "./poke-message.ts";

const keptAtMost = 100;

/** Each tenant counts its own commits, so those of different tenants are never merged. */
const mergedByTenant = (commits: readonly Commit[]): Commit[] =>
  [...Map.groupBy(commits, ({ tenantId }) => tenantId)].map(([tenantId, own]) => ({ tenantId, ...mergeCommits(own) }));

/** Commits that the other nodes were not told of yet. They are merged, so that an outage does not make them pile up. */
export class UnannouncedCommits {
  #commits: Commit[] = [];

  keep(...commits: readonly Commit[]): void {
    this.#commits.push(...commits);
    if (this.#commits.length > keptAtMost) this.#commits = mergedByTenant(this.#commits);
  }

  /** Removes and returns everything, as one commit per tenant. */
  take(): Commit[] {
    const all = mergedByTenant(this.#commits);
    this.#commits = [];
    return all;
  }
}
