import type { Observable, Subscription } from "rxjs";

import type { Store } from "#main/store/store.ts";
import type { SessionAnswer } from "#shared/contract/protocol.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import type { Clock } from "#shared/domain/instant.ts";

import type { ConnectionStatus } from "./connection.ts";
import { Connection } from "./connection.ts";
import { Replications } from "./replication.ts";
import type { ServerClient } from "./server-client.ts";
import type { SessionTokens } from "./session.ts";

export interface SyncOptions {
  readonly store: Store;
  readonly client: ServerClient;
  readonly tokens: SessionTokens;
  readonly personId: PersonId;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Keeps one person's store and the server the same: connects, replicates, and begins anew when the server did. */
export class Sync {
  readonly #options: SyncOptions;
  readonly #connection: Connection;
  readonly #subscription: Subscription;
  #replications: Replications | undefined;
  #noting: Promise<void> = Promise.resolve();

  constructor(options: SyncOptions) {
    this.#options = options;
    const { client, tokens, random } = options;
    this.#connection = new Connection({ client, tokens, random, onSession: (session) => this.#begin(session) });
    this.#subscription = this.#connection.events$.subscribe(() => {
      this.#noting = this.#noting.then(() => this.#noteWhenInSync());
    });
  }

  get status$(): Observable<ConnectionStatus> {
    return this.#connection.status$;
  }

  get status(): ConnectionStatus {
    return this.#connection.status;
  }

  start(): void {
    this.#connection.start();
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  async stop(): Promise<void> {
    this.#subscription.unsubscribe();
    await this.#replications?.cancel();
    await this.#connection.stop();
  }

  async #begin({ epoch }: SessionAnswer): Promise<void> {
    const { store, client, personId } = this.#options;
    const { epoch: known } = await store.device();
    if (known !== undefined && known !== epoch) {
      await this.#replications?.cancel();
      this.#replications = undefined;
      await store.replaceReadModels();
    }
    if (known !== epoch) await store.updateDevice({ epoch });
    this.#replications ??= new Replications({ client, connection: this.#connection, store, personId }, epoch);
  }

  /** After a change of the server has arrived: that is how old the data is from now on. */
  async #noteWhenInSync(): Promise<void> {
    const { store, clock } = this.#options;
    const replications = this.#replications;
    await replications?.inSync();
    if (this.#connection.status.state === "online" && replications === this.#replications)
      await store.updateDevice({ lastSyncAt: clock.now() });
  }
}
