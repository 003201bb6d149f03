import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { OpenStream } from "#server/records/change-log/open-streams.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import type { EventChannel, News } from "./event-channel.ts";
import type { LivePages } from "./live-pages.ts";

const heartbeatMillis = 15_000;

/** Commits that follow each other closely become one event. */
const coalesceMillis = 50;

/** Tells a device of changes for its person, as long as its session lasts. */
export class Follower implements OpenStream {
  readonly #services: Pick<Services, "changeLog" | "log" | "sessions">;
  readonly #session: Session;
  readonly #channel: EventChannel;
  readonly #pages: LivePages | undefined;
  #coalescing: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #state: "waiting" | "open" | "over" = "waiting";
  #isTelling = false;
  #endedBy: "reader" | "slowness" | "session" | "node" = "reader";

  /** @param pages for a device that wants events to carry what changed. */
  constructor(
    services: Pick<Services, "changeLog" | "log" | "sessions">,
    session: Session,
    channel: EventChannel,
    pages: LivePages | undefined,
  ) {
    this.#services = services;
    this.#session = session;
    this.#channel = channel;
    this.#pages = pages;
  }

  get personId(): PersonId {
    return this.#session.person.id;
  }

  toldOf(collection: CollectionName): number {
    return this.#channel.toldOf(collection);
  }

  get endedBy(): "reader" | "slowness" | "session" | "node" {
    return this.#endedBy;
  }

  /** Begins with all collections, and with the news that arrived before. */
  begin(sequence: number): void {
    this.#state = "open";
    this.#channel.keep({ sequence, collections: collectionNames });
    this.#channel.flush();
    this.#heartbeat = setInterval(() => {
      this.#beat().catch((error: unknown) => this.#fail(error));
    }, heartbeatMillis);
  }

  /** Tells the device at once, and of everything within the following pause together at its end. */
  notify(news: News): void {
    this.#channel.keep(news);
    this.#tell();
  }

  /** Ends the stream because the node stops; the device should connect again after this many milliseconds. */
  sendAway(comeBackAfter: number): void {
    this.#end("node", comeBackAfter);
  }

  /** Call this when the reader is gone. */
  stop(): void {
    this.#rest();
    this.#channel.forget();
  }

  #tell(): void {
    if (this.#state !== "open" || this.#coalescing !== undefined || this.#isTelling) return;
    this.#coalescing = setTimeout(() => {
      this.#coalescing = undefined;
      this.#tellMore();
    }, coalesceMillis);
    const news = this.#channel.take();
    if (news === undefined) return;
    // News that is not newer only asks the device to look, so it has to pull.
    if (this.#pages === undefined || news.sequence <= this.#channel.told) {
      this.#channel.send(news);
      return;
    }
    this.#isTelling = true;
    this.#tellWithPages(this.#pages, news)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isTelling = false;
        this.#tellMore();
      });
  }

  #tellMore(): void {
    if (this.#channel.hasNews) this.#tell();
  }

  async #tellWithPages(pages: LivePages, news: News): Promise<void> {
    if (this.#services.sessions.hasExpired(this.#session)) {
      this.#end("session");
      return;
    }
    const { sequence: until, collections } = news;
    const { epoch } = this.#session;
    const read = await pages.since({ personId: this.personId, epoch, collections, since: this.#channel.told, until });
    if (read === undefined) this.#end("session");
    else this.#channel.send(news, read);
  }

  async #beat(): Promise<void> {
    const { sessions } = this.#services;
    const isAlive = !sessions.hasExpired(this.#session) && (await sessions.isAccepted(this.#session));
    if (this.#state !== "open") return;
    if (!isAlive) this.#end("session");
    else if (this.#channel.beat() === "dropped") this.#endedBy = "slowness";
    else await this.#catchUp();
  }

  /** A node that dies right after a commit tells nobody of it. */
  async #catchUp(): Promise<void> {
    const latest = await this.#services.changeLog.latest(this.personId);
    const missed = latest.filter(({ collection, sequence }) => sequence > this.toldOf(collection));
    if (missed.length === 0) return;
    const sequence = Math.max(...missed.map((one) => one.sequence));
    this.notify({ sequence, collections: missed.map(({ collection }) => collection) });
  }

  #fail(error: unknown): void {
    this.#services.log.warn({ err: error }, "a stream ends because the database could not be reached");
    this.#end("node");
  }

  #end(reason: "session" | "node", comeBackAfter?: number): void {
    if (this.#state === "over") return;
    this.#rest();
    this.#endedBy = reason;
    this.#channel.end(comeBackAfter);
  }

  #rest(): void {
    this.#state = "over";
    clearInterval(this.#heartbeat);
    clearTimeout(this.#coalescing);
  }
}
