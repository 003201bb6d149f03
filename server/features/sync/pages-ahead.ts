import type { LogRow } from "#server/records/change-log/change-log.ts";

import type { AskedPage, Page, Pages } from "./page.ts";

/** The most pages read ahead for all devices of a node together: they take memory and connections. */
const mostPages = 8;
const largestPage = 1_000;

/** One page is made while the rows of the next are read. */
const pagesOfOneDevice = 2;

/** A device asks for the next page as soon as it has read the last one, or not at all. */
const keptMillis = 5_000;

const keyOf = ({ reader, epoch, collection, after, limit }: AskedPage): string =>
  JSON.stringify([reader.id, epoch, collection, after.sequence, after.documentId, limit]);

/** A page as it is sent to the device. */
interface EncodedPage extends Omit<Page, "pieces"> {
  readonly bytes: Buffer;
}

/** Encodes piece by piece, which is several times faster than joining and encoding one text. */
const encoded = (pieces: readonly string[]): Buffer => {
  const size = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const bytes = Buffer.allocUnsafe(size);
  let end = 0;
  for (const piece of pieces) end += bytes.write(piece, end);
  return bytes;
};

interface Ahead {
  readonly rows: Promise<readonly LogRow[]>;
  readonly page: Promise<EncodedPage>;
  readonly timer: NodeJS.Timeout;
}

/**
 * Makes the next pages while a device still reads the one before. Such a page is used only if nothing at all has been
 * committed in the tenant since it was read: reading it again would then give the same content and visibility.
 */
export class PagesAhead {
  readonly #pages: Pages;
  readonly #ahead = new Map<string, Ahead>();

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** @param sequence of the tenant, read after the page was asked for. */
  async read(asked: AskedPage, sequence: number | undefined): Promise<EncodedPage> {
    const page = (await this.#take(asked, sequence)) ?? (await this.#make(asked, await this.#pages.rows(asked)));
    if (page.size === asked.limit) this.#readAhead({ ...asked, after: page.last }, pagesOfOneDevice);
    return page;
  }

  /** The page read ahead, if it is still current. One that failed is made again by the caller, which reports a failure. */
  async #take(asked: AskedPage, sequence: number | undefined): Promise<EncodedPage | undefined> {
    const key = keyOf(asked);
    const ahead = this.#ahead.get(key);
    if (ahead === undefined || sequence === undefined) return undefined;
    clearTimeout(ahead.timer);
    this.#ahead.delete(key);
    try {
      const [first] = await ahead.rows;
      return first?.asOf === sequence ? await ahead.page : undefined;
    } catch {
      return undefined;
    }
  }

  async #make(asked: AskedPage, rows: readonly LogRow[]): Promise<EncodedPage> {
    const { pieces, ...page } = await this.#pages.make(asked, rows);
    return { ...page, bytes: encoded(pieces) };
  }

  #readAhead(asked: AskedPage, count: number): void {
    const ahead = this.#ahead.get(keyOf(asked)) ?? this.#begin(asked);
    if (ahead === undefined || count === 1) return;
    const goOn = (rows: readonly LogRow[]): void => {
      const last = rows.at(-1);
      if (last !== undefined && rows.length === asked.limit) this.#readAhead({ ...asked, after: last }, count - 1);
    };
    ahead.rows.then(goOn, () => undefined);
  }

  #begin(asked: AskedPage): Ahead | undefined {
    if (asked.limit > largestPage || this.#ahead.size >= mostPages) return undefined;
    const key = keyOf(asked);
    const rows = this.#pages.rows(asked);
    const page = rows.then((read) => this.#make(asked, read));
    page.catch(() => undefined);
    const ahead = { rows, page, timer: setTimeout(() => this.#ahead.delete(key), keptMillis).unref() };
    this.#ahead.set(key, ahead);
    return ahead;
  }
}
