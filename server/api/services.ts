import type { Clock } from "#shared/domain/instant.ts";
import type { IdSource } from "#shared/domain/ids.ts";

import type { Sessions } from "#server/auth/session.ts";
import { sessionsOf } from "#server/auth/session.ts";
import { signingKey } from "#server/auth/signing-key.ts";
import type { Tokens } from "#server/auth/tokens.ts";
import { signedTokens } from "#server/auth/tokens.ts";
import type { Database } from "#server/db/database.ts";
import type { EventRelay } from "#server/events/relay.ts";
import { relayAfterCommits } from "#server/events/relay.ts";
import { subscribers } from "#server/events/subscribers.ts";
import type { Jobs } from "#server/jobs/jobs.ts";
import { RequestTraffic } from "#server/jobs/request-traffic.ts";
import { yieldingJobs } from "#server/jobs/yielding-jobs.ts";
import { measuredJobs } from "#server/metrics/measured-jobs.ts";
import type { Metrics } from "#server/metrics/metrics.ts";
import { createMetrics } from "#server/metrics/metrics.ts";
import type { Log } from "#server/log.ts";
import type { ChangeLog } from "#server/sync/change-log.ts";
import { tableChangeLog } from "#server/sync/change-log.ts";
import { OpenStreams } from "#server/sync/open-streams.ts";
import type { Poke } from "#server/sync/poke.ts";
import type { Vault } from "#server/vault/vault.ts";
import { openVault } from "#server/vault/vault.ts";

/** What the server takes from outside, so that a test can decide it. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** What the routes work with. */
export interface Services extends Surroundings {
  readonly db: Database;
  readonly changeLog: ChangeLog;
  readonly poke: Poke;
  readonly jobs: Jobs;
  readonly events: EventRelay;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly streams: OpenStreams;
  readonly metrics: Metrics;
  readonly traffic: RequestTraffic;
  /** Keeps the secrets of other systems. */
  readonly vault: Vault;
  /** Whether this node is about to end: nobody should send it anything new. */
  readonly node: { isStopping: boolean };
}

/** What a commit caused beyond the change log is looked at as soon as its streams are woken. */
const wakingAfterCommits = (poke: Poke, events: EventRelay): Poke => ({
  ...poke,
  announce: (commit) => {
    poke.announce(commit);
    events.wake();
  },
});

/** The services of one node on a migrated database. */
export const createServices = async (
  db: Database,
  surroundings: Surroundings,
  {
    jobs: plainJobs,
    poke,
    vault = openVault([]),
  }: { readonly jobs: Jobs; readonly poke: Poke; readonly vault?: Vault | undefined },
): Promise<Services> => {
  const metrics = createMetrics();
  const traffic = new RequestTraffic();
  const jobs = measuredJobs(yieldingJobs(plainJobs, traffic), metrics);
  const tokens = signedTokens(await signingKey(db, surroundings), surroundings.clock);
  const events = relayAfterCommits({ db, jobs, log: surroundings.log }, subscribers);
  return {
    ...surroundings,
    db,
    tokens,
    sessions: sessionsOf(db, tokens, surroundings.clock),
    changeLog: tableChangeLog(db),
    poke: wakingAfterCommits(poke, events),
    jobs,
    events,
    streams: new OpenStreams(),
    metrics,
    traffic,
    vault,
    node: { isStopping: false },
  };
};
