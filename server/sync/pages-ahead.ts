import type { CollectionName } from "#shared/contract/protocol.ts";
import type { PersonId } from "#shared/domain/ids.ts";

import type { ChangeLog, LogRow, Position } from "./change-log.ts";

/** A page as a device asks for it. */
export interface AskedPage {
  readonly personId: PersonId;
  readonly collection: CollectionName;
  readonly after: Position;
  readonly limit: number;
}

/** Pages that wait for their devices, of all devices of a node together: they take memory, and connections. */
const mostPages = 4;
const largestPage = 1_000;

/** A device that asks for the next page does so as soon as it has read the last one. */
const keptMillis = 5_000;

const keyOf = ({ personId, collection, after, limit }: AskedPage): string =>
  JSON.stringify([personId, collection, after.sequence, after.documentId, limit]);

interface Ahead {
  readonly rows: Promise<readonly LogRow[] | undefined>;
  readonly timer: NodeJS.Timeout;
}

/**
 * Reads the next page while a device still reads the one before. Such a page is given only while nothing at all has been
 * committed in the tenant since it was read: then reading it anew would give the same, in content and in scope.
 */
export class PagesAhead {
  readonly #changeLog: Pick<ChangeLog, "read">;
  readonly #ahead = new Map<string, Ahead>();

  constructor(changeLog: Pick<ChangeLog, "read">) {
    this.#changeLog = changeLog;
  }

  /** The page's rows. `sequence` is the tenant's number, read after the page was asked for. */
  async read(asked: AskedPage, sequence: number | undefined): Promise<readonly LogRow[]> {
    const ahead = await this.#take(asked);
    const isFresh = ahead?.[0] !== undefined && ahead[0].asOf === sequence;
    const rows = isFresh ? ahead : await this.#read(asked);
    const last = rows.at(-1);
    if (last !== undefined && rows.length === asked.limit) this.#readAhead({ ...asked, after: last });
    return rows;
  }

  #read({ personId, collection, after, limit }: AskedPage): Promise<LogRow[]> {
    return this.#changeLog.read(personId, collection, after, limit);
  }

  async #take(asked: AskedPage): Promise<readonly LogRow[] | undefined> {
    const key = keyOf(asked);
    const ahead = this.#ahead.get(key);
    clearTimeout(ahead?.timer);
    this.#ahead.delete(key);
    return ahead?.rows;
  }

  #readAhead(asked: AskedPage): void {
    const key = keyOf(asked);
    if (asked.limit > largestPage || this.#ahead.size >= mostPages || this.#ahead.has(key)) return;
    const timer = setTimeout(() => this.#ahead.delete(key), keptMillis).unref();
    // A page that could not be read is read anew when it is asked for, and fails then if it still cannot be.
    this.#ahead.set(key, { rows: this.#read(asked).catch(() => undefined), timer });
  }
}
