import type { Clock } from "#shared/domain/instant.ts";
import type { IdSource } from "#shared/domain/ids.ts";

import type { Tokens } from "#server/auth/tokens.ts";
import type { Sessions } from "#server/auth/session.ts";
import type { Database } from "#server/db/database.ts";
import type { Log } from "#server/log.ts";
import type { ChangeLog } from "#server/sync/change-log.ts";
import type { Poke } from "#server/sync/poke.ts";

/** What the routes work with. */
export interface Services {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly changeLog: ChangeLog;
  readonly poke: Poke;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}
