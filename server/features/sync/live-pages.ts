import { setTimeout as pause } from "node:timers/promises";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Log } from "#server/foundation/log/log.ts";
import type { ChangeLog } from "#server/records/change-log/change-log.ts";
import type { Services } from "#server/records/services.ts";
import { readerNow, redactTexts } from "#server/records/visibility/readable-texts.ts";

import { pageOf } from "./page.ts";

/** An event carries only a few rows; a device that missed more pulls them. */
const mostRows = 20;
/** Less than a connection accepts at once, even in multi-byte characters, so that no page makes its reader slow. */
const mostCharacters = 16 * 1024;

/** The longest that an event is held back, in milliseconds. */
const longestWait = 1_000;

/** For all streams of a node together: decisions need the database's connections more. */
const mostReadings = 4;

export interface AskedNews {
  readonly personId: PersonId;
  readonly epoch: string;
  readonly collections: readonly CollectionName[];
  /** The sequence of the commit that the device was last told of. */
  readonly since: number;
  /** The sequence of the last commit to tell. */
  readonly until: number;
}

/** Reads what changed for a person, so that an event can carry it. */
export class LivePages {
  readonly #db: Database;
  readonly #changeLog: Pick<ChangeLog, "news">;
  readonly #log: Log;
  #underWay = 0;
  /** Devices of one person with the same news share a read. */
  readonly #readings = new Map<string, Promise<readonly string[] | undefined>>();

  constructor({ db, changeLog, log }: Pick<Services, "db" | "log"> & { readonly changeLog: Pick<ChangeLog, "news"> }) {
    this.#db = db;
    this.#changeLog = changeLog;
    this.#log = log;
  }

  /**
   * The pages of the collections as `livePageSchema` in JSON, without large ones, and none if they cannot be read soon: a
   * device without a page pulls. @returns `undefined` if the person no longer has access.
   */
  async since(asked: AskedNews): Promise<readonly string[] | undefined> {
    const { personId, epoch, collections, since, until } = asked;
    const key = JSON.stringify([personId, epoch, since, until, collections]);
    const shared = this.#readings.get(key);
    if (shared !== undefined) return shared;
    if (this.#underWay === mostReadings) return [];
    const reading = this.#readSoon(asked).finally(() => this.#readings.delete(key));
    this.#readings.set(key, reading);
    return reading;
  }

  /** A slow read still counts against the limit after the wait for it is over, so that no others add to the load. */
  async #readSoon(asked: AskedNews): Promise<readonly string[] | undefined> {
    this.#underWay += 1;
    const isDone = new AbortController();
    const reading = this.#read(asked)
      .catch((error: unknown) => {
        this.#log.warn({ err: error }, "an event is sent without its pages");
        return [];
      })
      .finally(() => {
        this.#underWay -= 1;
        isDone.abort();
      });
    return Promise.race([reading, pause(longestWait, [], { signal: isDone.signal })]);
  }

  async #read({ personId: id, epoch, collections, since }: AskedNews): Promise<readonly string[] | undefined> {
    const asked = { personId: id, collections, since, limit: mostRows };
    const { news, afterwards } = await this.#changeLog.news(asked, readerNow(this.#db, id));
    const [reader] = afterwards;
    if (reader?.isActive !== true) return undefined;
    const pages: string[] = [];
    for (const { collection, after, rows } of news) {
      // A full page may have more rows behind it.
      if (rows.length === 0 || rows.length === mostRows) continue;
      const { pieces } = pageOf({ epoch, after }, rows, await redactTexts(collection, rows, reader));
      pages.push(`${JSON.stringify({ collection, after }).slice(0, -1)},${pieces.join("").slice(1)}`);
    }
    let left = mostCharacters;
    return pages.filter((page) => {
      if (page.length > left) return false;
      left -= page.length;
      return true;
    });
  }
}
