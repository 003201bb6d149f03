import type { RxReplicationState } from "rxdb/plugins/replication";
import { replicateRxCollection } from "rxdb/plugins/replication";
import type { RxReplicationPullStreamItem } from "rxdb";
import { filter, map, merge } from "rxjs";

import type { StoredDocuments } from "#main/store/documents.ts";
import type { Checkpoint, CollectionName } from "#shared/contract/protocol.ts";
import { collectionNames, pullBatchSize, pushBatchSize } from "#shared/contract/protocol.ts";

import { reasonOf } from "./failed-call.ts";
import type { PullContext } from "./pull.ts";
import { pullHandler } from "./pull.ts";
import { pushHandler } from "./push.ts";

export type Replication = RxReplicationState<StoredDocuments[CollectionName], Checkpoint>;

/** Pause before RxDB repeats a failed call; the real backoff is the connection's. */
const retryTime = 200;

const startOne = (context: PullContext, name: CollectionName, identity: string): Replication => {
  const resync = context.connection.events$.pipe(
    filter(({ collections }) => collections.includes(name)),
    map((): RxReplicationPullStreamItem<StoredDocuments[CollectionName], Checkpoint> => "RESYNC"),
  );
  return replicateRxCollection({
    replicationIdentifier: `${context.client.baseUrl} ${name} ${identity}`,
    collection: context.store.collections[name],
    live: true,
    retryTime,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    pull: { handler: pullHandler(context, name), batchSize: pullBatchSize, stream$: resync },
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

/** Those ended the connection already, with their reason. */
const isHandlerFailure = ({ code }: { readonly code: string }): boolean => code === "RC_PULL" || code === "RC_PUSH";

/** One replication per collection; commands go both ways, all else is only pulled. */
export class Replications {
  readonly #running: readonly Replication[];
  #hasFailed = false;

  constructor(context: PullContext, identity: string) {
    this.#running = collectionNames.map((name) => startOne(context, name, identity));
    merge(...this.#running.map(({ error$ }) => error$)).subscribe((error) => {
      if (isHandlerFailure(error)) return;
      this.#hasFailed = true;
      context.connection.drop(reasonOf(error));
    });
  }

  /**
   * A write that the local store could not make (a full disk) was skipped, while later ones may have succeeded and
   * moved the position past it. Nothing may be assumed then: replication has to begin anew under another identity.
   */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Resolves when everything that the server had is here and everything that was to be sent has been sent. */
  async inSync(): Promise<void> {
    await Promise.all(this.#running.map((replication) => replication.awaitInSync()));
  }

  /** Ends all replications; their positions stay in the store. */
  async cancel(): Promise<void> {
    await Promise.all(this.#running.map((replication) => replication.cancel()));
  }
}
