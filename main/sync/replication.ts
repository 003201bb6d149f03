import type { RxReplicationState } from "rxdb/plugins/replication";
import { replicateRxCollection } from "rxdb/plugins/replication";
import type { RxReplicationPullStreamItem } from "rxdb";
import { BehaviorSubject, filter, firstValueFrom, from, map, merge, tap } from "rxjs";

import type { StoredDocuments } from "#main/store/documents.ts";
import type { Checkpoint, CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, pullBatchSize, pushBatchSize } from "@countersign/shared/contract/protocol.ts";

import { ArrivedPage } from "./arrived-page.ts";
import type { Connection } from "./connection.ts";
import { reasonOf } from "./failed-call.ts";
import { reportUnkeptPositions } from "./kept-positions.ts";
import type { PullContext } from "./pull.ts";
import { pullHandler } from "./pull.ts";
import { pushHandler } from "./push.ts";

export type Replication = RxReplicationState<StoredDocuments[CollectionName], Checkpoint>;

/** Pause before RxDB repeats a failed call; the real backoff is the connection's. */
const retryTime = 200;

const replicationOf = (context: PullContext, name: CollectionName, identity: string): Replication => {
  const arrived = new ArrivedPage();
  const resync = context.connection.events$.pipe(
    filter(({ collections }) => collections.includes(name)),
    tap(({ pages = [] }) => arrived.keep(pages.find(({ collection }) => collection === name))),
    map((): RxReplicationPullStreamItem<StoredDocuments[CollectionName], Checkpoint> => "RESYNC"),
  );
  return replicateRxCollection({
    replicationIdentifier: `${context.client.baseUrl} ${name} ${identity}`,
    collection: context.store.collections[name],
    live: true,
    autoStart: false,
    retryTime,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    pull: { handler: pullHandler(context, name, arrived), batchSize: pullBatchSize, stream$: resync },
    ...(name === "commands"
      ? {
          push: {
            // Only the collection of commands is pushed.
            handler: (rows) => pushHandler(context)(rows as Parameters<ReturnType<typeof pushHandler>>[0]),
            batchSize: pushBatchSize,
          },
        }
      : {}),
  });
};

/** What the handlers failed with has ended the connection already; what a start failed with is in its promise. */
const isToldElsewhere = ({ code }: { readonly code: string }): boolean =>
  code === "RC_PULL" || code === "RC_PUSH" || code === "RC_START";

/** One replication per collection; commands go both ways, everything else is only pulled. */
export class Replications {
  readonly #connection: Connection;
  readonly #running: readonly Replication[];
  readonly #hasEnded = new BehaviorSubject(false);
  #hasFailed = false;

  constructor(context: PullContext, identity: string) {
    this.#connection = context.connection;
    this.#running = collectionNames.map((name) => replicationOf(context, name, identity));
    merge(...this.#running.map(({ error$ }) => error$)).subscribe((error) => {
      if (!isToldElsewhere(error)) this.#fail(error);
    });
    for (const replication of this.#running) void this.#start(replication);
  }

  /**
   * A write that the local store could not make (a full disk) was skipped, while later ones may have succeeded and
   * moved the position past it. Nothing may be assumed then: replication has to start again under another identity.
   */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /**
   * Resolves with `true` when everything that the server had is here and everything that was to be sent has been sent, and
   * with `false` when the replications were ended before. RxDB's own promises would be left open then.
   */
  inSync(): Promise<boolean> {
    const all = Promise.all(this.#running.map((replication) => replication.awaitInSync()));
    const isEnded = this.#hasEnded.pipe(filter((hasEnded) => hasEnded));
    return firstValueFrom(merge(from(all).pipe(map(() => true)), isEnded.pipe(map(() => false))));
  }

  /** Ends all replications; their positions stay in the store. */
  async cancel(): Promise<void> {
    this.#hasEnded.next(true);
    await Promise.all(this.#running.map((replication) => replication.cancel()));
  }

  async #start(replication: Replication): Promise<void> {
    try {
      await replication.start();
    } catch (error) {
      this.#fail(error);
    }
    const { internalReplicationState: state } = replication;
    if (state) reportUnkeptPositions(state, (error) => this.#connection.drop(reasonOf(error)));
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.#connection.drop(reasonOf(error));
  }
}
