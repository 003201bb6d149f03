import type { Observable, Subscription } from "rxjs";

import { storeErrorOf } from "#main/store/store-error.ts";
import type { Store } from "#main/store/store.ts";
import type { AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import type { LooseSessionAnswer } from "@countersign/shared/contract/protocol.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";

import { askServer } from "./ask.ts";
import type { ConnectionStatus } from "./connection.ts";
import { Connection } from "./connection.ts";
import { reasonOf } from "./failed-call.ts";
import { Replications } from "./replication.ts";
import type { ServerClient } from "./server-client.ts";
import type { SessionTokens } from "./session.ts";
import { touchHeldCommands } from "./touch-held-commands.ts";

export interface SyncOptions {
  readonly store: Store;
  readonly client: ServerClient;
  readonly tokens: SessionTokens;
  readonly personId: PersonId;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Keeps one person's store and the server in sync: connects, replicates, and starts again when the server's epoch changes. */
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

  /** Asks the server now, or says at once why it cannot be asked. */
  ask<Name extends AskName>(name: Name, input: AskInput<Name>, signal: AbortSignal) {
    return askServer({ client: this.#options.client, connection: this.#connection }, name, input, signal);
  }

  async stop(): Promise<void> {
    this.#subscription.unsubscribe();
    await this.#replications?.cancel();
    await this.#connection.stop();
    // A session that was just accepted may have begun others.
    await this.#replications?.cancel();
  }

  async #begin({ epoch, person }: LooseSessionAnswer): Promise<AppError | undefined> {
    // Nothing of theirs may come into this store, and nothing of it go out in their name.
    if (person.id !== this.#options.personId) return refusal("another-person", { email: person.email });
    try {
      await this.#replicate(epoch);
      return undefined;
    } catch (error) {
      const known = storeErrorOf(error);
      if (known === undefined) throw error;
      return known;
    }
  }

  /** A new epoch needs a new replication: everything is pulled, and every command sent, again. */
  async #replicate(epoch: string): Promise<void> {
    const { store, client } = this.#options;
    const { epoch: known, generation } = await store.device();
    const isNewEpoch = known !== epoch;
    const mustBeginAnew = this.#replications?.hasFailed === true;
    if (isNewEpoch || mustBeginAnew) {
      await this.#replications?.cancel();
      // What the old ones are still writing is no part of what the new ones find.
      await store.untilIdle();
      this.#replications = undefined;
      if (isNewEpoch && known !== undefined) await store.replaceReadModels();
      await store.updateDevice({ epoch, generation: mustBeginAnew ? generation + 1 : generation });
    }
    const context = { client, connection: this.#connection, store };
    if (this.#replications === undefined) await touchHeldCommands(store);
    this.#replications ??= new Replications(context, `${epoch} ${(await store.device()).generation}`);
  }

  /** Called when a change from the server has arrived: the data is up to date as of now. */
  async #noteWhenInSync(): Promise<void> {
    const { store, clock } = this.#options;
    const isInSync = await this.#replications?.inSync();
    if (isInSync !== true || this.#connection.status.state !== "online") return;
    try {
      await store.updateDevice({ lastSyncAt: clock.now() });
      this.#connection.confirm();
    } catch (error) {
      this.#connection.drop(reasonOf(error));
    }
  }
}
