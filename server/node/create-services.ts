import { moneyFollower } from "#server/features/fulfilment/follow-order.ts";
import { subscriptionFollower } from "#server/features/subscriptions/follow-order.ts";
import type { Database } from "#server/foundation/db/database.ts";
import type { Jobs } from "#server/foundation/jobs/jobs.ts";
import { RequestTraffic } from "#server/foundation/jobs/request-traffic.ts";
import { yieldingJobs } from "#server/foundation/jobs/yielding-jobs.ts";
import { measuredJobs } from "#server/foundation/metrics/measured-jobs.ts";
import { createMetrics } from "#server/foundation/metrics/metrics.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import { openVault } from "#server/foundation/vault/vault.ts";
import { tableChangeLog } from "#server/records/change-log/change-log.ts";
import { OpenStreams } from "#server/records/change-log/open-streams.ts";
import type { Poke } from "#server/records/change-log/poke.ts";
import type { EventRelay } from "#server/records/events/relay.ts";
import { relayAfterCommits } from "#server/records/events/relay.ts";
import { inTurn } from "#server/records/orders/order-follower.ts";
import type { Services, Surroundings } from "#server/records/services.ts";
import { sessionsOf } from "#server/records/sessions/session.ts";
import { signingKey } from "#server/records/sessions/signing-key.ts";
import { signedTokens } from "#server/records/sessions/tokens.ts";

import { subscribers } from "./subscribers.ts";

/** Passes events on as soon as a commit's streams are woken. */
const wakingAfterCommits = (poke: Poke, events: EventRelay): Poke => ({
  ...poke,
  announce: (commit) => {
    poke.announce(commit);
    events.wake();
  },
});

/** Creates the services of one node on a migrated database. */
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
    followers: inTurn([moneyFollower, subscriptionFollower]),
    streams: new OpenStreams(),
    metrics,
    traffic,
    vault,
    node: { isStopping: false },
  };
};
