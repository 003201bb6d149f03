import type { Clock } from "#shared/domain/instant.ts";
import type { IdSource } from "#shared/domain/ids.ts";

import type { Sessions } from "#server/auth/session.ts";
import { sessionsOf } from "#server/auth/session.ts";
import { signingKey } from "#server/auth/signing-key.ts";
import type { Tokens } from "#server/auth/tokens.ts";
import { signedTokens } from "#server/auth/tokens.ts";
import type { Database } from "#server/db/database.ts";
import type { Log } from "#server/log.ts";
import type { ChangeLog } from "#server/sync/change-log.ts";
import { tableChangeLog } from "#server/sync/change-log.ts";
import type { Poke } from "#server/sync/poke.ts";
import { inProcessPoke } from "#server/sync/poke.ts";

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
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}

/** The services of one node on a migrated database. */
export const createServices = async (db: Database, surroundings: Surroundings): Promise<Services> => {
  const tokens = signedTokens(await signingKey(db, surroundings), surroundings.clock);
  return {
    ...surroundings,
    db,
    tokens,
    sessions: sessionsOf(db, tokens, surroundings.clock),
    changeLog: tableChangeLog(db),
    poke: inProcessPoke(),
  };
};
