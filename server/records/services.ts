import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { IdSource } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Jobs } from "#server/foundation/jobs/jobs.ts";
import type { RequestTraffic } from "#server/foundation/jobs/request-traffic.ts";
import type { Log } from "#server/foundation/log/log.ts";
import type { Metrics } from "#server/foundation/metrics/metrics.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import type { ChangeLog } from "#server/records/change-log/change-log.ts";
import type { OpenStreams } from "#server/records/change-log/open-streams.ts";
import type { Poke } from "#server/records/change-log/poke.ts";
import type { EventRelay } from "#server/records/events/relay.ts";
import type { OrderFollower } from "#server/records/orders/order-follower.ts";
import type { Sessions } from "#server/records/sessions/session.ts";
import type { Tokens } from "#server/records/sessions/tokens.ts";

/** What the server gets from outside, so that tests can control it. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The services that routes use. */
export interface Services extends Surroundings {
  readonly db: Database;
  readonly changeLog: ChangeLog;
  readonly poke: Poke;
  readonly jobs: Jobs;
  readonly events: EventRelay;
  /** What depends on orders and follows their changes. */
  readonly followers: OrderFollower;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly streams: OpenStreams;
  readonly metrics: Metrics;
  readonly traffic: RequestTraffic;
  /** Seals other systems' secrets. */
  readonly vault: Vault;
  /** Whether this node is about to stop and should get nothing new. */
  readonly node: { isStopping: boolean };
}
