import type { Observable } from "rxjs";
import { merge } from "rxjs";
import type { RxStorage } from "rxdb";

import type { DamagedFiles } from "#main/store/open-store.ts";
import { openStore } from "#main/store/open-store.ts";
import { storeErrorOf } from "#main/store/store-error.ts";
import type { Store } from "#main/store/store.ts";
import { isStoreEncrypted } from "#main/store/store-keys.ts";
import { Outbox } from "#main/sync/outbox.ts";
import type { ServerClient } from "#main/sync/server-client.ts";
import type { SessionTokens } from "#main/sync/session.ts";
import { Sync } from "#main/sync/sync.ts";
import { historyView } from "#main/views/history.ts";
import { inboxView } from "#main/views/inbox.ts";
import { MyCommands } from "#main/views/my-commands.ts";
import { orderView } from "#main/views/order.ts";
import { outboxView } from "#main/views/outbox.ts";
import { Picture } from "#main/views/picture.ts";
import { statusView } from "#main/views/status.ts";
import type { SecretStore } from "#shared/contract/host.ts";
import type { TopicName, TopicParams, TopicValue } from "#shared/contract/bridge.ts";
import type { AppError } from "#shared/contract/views.ts";
import type { CommandType } from "#shared/commands/payloads.ts";
import type { IdSource } from "#shared/domain/ids.ts";
import { orderIdSchema } from "#shared/domain/ids.ts";
import type { Clock } from "#shared/domain/instant.ts";
import type { LoosePerson } from "#shared/domain/people.ts";
import type { Command } from "#shared/domain/command.ts";
import { refusal } from "#shared/domain/refusal.ts";

export interface WorkspaceOptions {
  readonly person: LoosePerson;
  /** The name of this person's file. */
  readonly file: string;
  readonly storage: RxStorage<unknown, unknown>;
  readonly damagedFiles: DamagedFiles;
  readonly secrets: SecretStore;
  readonly client: ServerClient;
  readonly tokens: SessionTokens;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
}

/** The topics that need a signed-in person. */
export type WorkspaceTopic = Exclude<TopicName, "session">;

type Views = { readonly [Name in WorkspaceTopic]: (params: TopicParams<Name>) => Promise<TopicValue<Name>> };

/** Everything of one signed-in person: their store, the sync that keeps it fresh, their outbox, their views. */
export class Workspace {
  readonly person: LoosePerson;
  readonly #store: Store;
  readonly #mine: MyCommands;
  readonly #sync: Sync;
  readonly #outbox: Outbox;
  readonly #views: Views;

  private constructor(options: WorkspaceOptions, store: Store, mine: MyCommands, notices: readonly AppError[]) {
    const { person, client, tokens, clock, ids, random } = options;
    const picture = new Picture(store, mine, person);
    const sync = new Sync({ store, client, tokens, personId: person.id, clock, random });
    this.person = person;
    this.#store = store;
    this.#mine = mine;
    this.#sync = sync;
    this.#outbox = new Outbox({
      store,
      person,
      clock,
      ids,
      currentOrder: async (orderId) => (await picture.order(orderIdSchema.parse(orderId)))?.order,
      storeError: (error) => {
        const known = storeErrorOf(error);
        if (known === undefined) throw error;
        return known;
      },
    });
    this.#views = {
      status: () => statusView({ store, picture, mine, personId: person.id, connection: sync.status, notices }),
      inbox: (window) => inboxView(store, picture, person.id, window),
      order: ({ orderId }) => orderView(picture, mine, person.id, orderIdSchema.parse(orderId), clock.now()),
      outbox: (window) => outboxView(store, window),
      history: (query) => historyView(store, picture, person, query),
    };
  }

  /** Opens the person's file and starts to sync. Throws a storage error when the file cannot be used. */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const { file: name, storage, damagedFiles, secrets, ids } = options;
    const { store, recovered } = await openStore({ name, storage, ids, personId: options.person.id }, damagedFiles);
    try {
      const notices = [
        ...(recovered === undefined ? [] : [recovered]),
        ...((await isStoreEncrypted(secrets, name)) ? [] : [refusal("local-store-not-encrypted")]),
      ];
      const workspace = new Workspace(options, store, await MyCommands.open(store), notices);
      workspace.#sync.start();
      return workspace;
    } catch (error) {
      // Left open, the file could not be opened once more.
      await store.close();
      throw error;
    }
  }

  /** Emits whenever a view may have changed. */
  get changes$(): Observable<unknown> {
    return merge(this.#store.changes$, this.#mine.changes$, this.#sync.status$);
  }

  view<Name extends WorkspaceTopic>(name: Name, params: TopicParams<Name>): Promise<TopicValue<Name>> {
    return this.#views[name](params);
  }

  /** Keeps a decision; the id of its command, or why it was not kept. */
  decide(type: CommandType, payload: Command["payload"]) {
    return this.#outbox.make(type, payload);
  }

  syncNow(): void {
    this.#sync.retryNow();
  }

  async close(): Promise<void> {
    await this.#sync.stop();
    this.#mine.close();
    await this.#store.close();
  }
}

/** A failure of the store as the screens show it; everything else is a bug. */
export const errorForScreen = (error: unknown): AppError => storeErrorOf(error) ?? refusal("unexpected");
