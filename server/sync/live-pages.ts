import type { CollectionName } from "#shared/contract/protocol.ts";
import type { PersonId } from "#shared/domain/ids.ts";

import type { Database } from "#server/db/database.ts";
import { readerNow, redactTexts } from "#server/scope/readable-texts.ts";

import type { ChangeLog } from "./change-log.ts";
import { pageOf, textsOf } from "./page.ts";

/** What an event carries is little; whoever missed more pulls it. */
const mostRows = 20;
const mostCharacters = 64 * 1024;

/** For all streams of a node together: whoever decides needs the database's connections more. */
const mostReadings = 4;

export interface AskedNews {
  readonly personId: PersonId;
  readonly epoch: string;
  readonly collections: readonly CollectionName[];
  /** The number of the commit that the device was last told of. */
  readonly since: number;
  /** The number of the last commit that is to be told. */
  readonly until: number;
}

/** Reads what changed for somebody, so that an event can carry it. */
export class LivePages {
  readonly #db: Database;
  readonly #changeLog: Pick<ChangeLog, "news">;
  /** Devices of one person that were told the same share a reading, if it began after all that it is to bring. */
  readonly #readings = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(db: Database, changeLog: Pick<ChangeLog, "news">) {
    this.#db = db;
    this.#changeLog = changeLog;
  }

  /**
   * The pages of the collections as `livePageSchema` in JSON, without those that are too large, and without any while too many
   * are being read. @returns `undefined` when the person has no access any more.
   */
  async since(asked: AskedNews): Promise<readonly string[] | undefined> {
    const { personId, epoch, collections, since, until } = asked;
    const key = JSON.stringify([personId, epoch, since, until, collections]);
    const shared = this.#readings.get(key);
    if (shared !== undefined) return shared;
    if (this.#readings.size === mostReadings) return [];
    const reading = this.#read(asked).finally(() => this.#readings.delete(key));
    this.#readings.set(key, reading);
    return reading;
  }

  async #read({ personId: id, epoch, collections, since }: AskedNews): Promise<readonly string[] | undefined> {
    const asked = { personId: id, collections, since, limit: mostRows };
    const { news, afterwards } = await this.#changeLog.news(asked, readerNow(this.#db, id));
    const [reader] = afterwards;
    if (reader?.isActive !== true) return undefined;
    const pages: string[] = [];
    for (const { collection, after, rows } of news) {
      // More may be behind as many rows as were asked for.
      if (rows.length === 0 || rows.length === mostRows) continue;
      const { text } = pageOf({ epoch, after }, rows, await redactTexts(collection, textsOf(rows), reader));
      pages.push(`${JSON.stringify({ collection, after }).slice(0, -1)},${text.slice(1)}`);
    }
    let left = mostCharacters;
    return pages.filter((page) => {
      left -= page.length;
      return left >= 0;
    });
  }
}
