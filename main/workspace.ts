import type { Observable } from "rxjs";
import { map, merge } from "rxjs";
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
import type { ViewChange } from "#main/views/change.ts";
import { MyCommands } from "#main/views/my-commands.ts";
import { orderView } from "#main/views/order.ts";
import { outboxView } from "#main/views/outbox.ts";
import { OverlaidOrders } from "#main/views/overlaid-orders.ts";
import { statusView } from "#main/views/status.ts";
import type { WorkspaceTopic } from "#main/views/touched-by.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import type { TopicParams, TopicValue } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { CommandType } from "@countersign/shared/commands/payloads.ts";
import type { IdSource } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

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

type Views = {
  readonly [Name in WorkspaceTopic]: (params: TopicParams<Name>, signal?: AbortSignal) => Promise<TopicValue<Name>>;
};

/** Everything for one signed-in person: their store, the sync that keeps it fresh, their outbox, their views. */
export class Workspace {
  readonly person: LoosePerson;
  readonly #store: Store;
  readonly #mine: MyCommands;
  readonly #overlaid: OverlaidOrders;
  readonly #sync: Sync;
  readonly #outbox: Outbox;
  readonly #views: Views;

  private constructor(options: WorkspaceOptions, store: Store, mine: MyCommands, notices: readonly AppError[]) {
    const { person, client, tokens, clock, ids, random } = options;
    const overlaid = new OverlaidOrders(store, mine, person);
    const sync = new Sync({ store, client, tokens, personId: person.id, clock, random });
    this.person = person;
    this.#store = store;
    this.#mine = mine;
    this.#overlaid = overlaid;
    this.#sync = sync;
    this.#outbox = new Outbox({
      store,
      person,
      clock,
      ids,
      keep: (command) => mine.keep(command),
      currentOrder: async (orderId) => (await overlaid.order(orderIdSchema.parse(orderId)))?.order,
      storeError: (error) => {
        const known = storeErrorOf(error);
        if (known === undefined) throw error;
        return known;
      },
    });
    this.#views = {
      status: () => statusView({ store, overlaid, mine, connection: sync.status, notices }),
      inbox: (window, signal) => inboxView(store, overlaid, person.id, window, signal),
      order: ({ orderId }) => orderView(overlaid, mine, person.id, orderIdSchema.parse(orderId), clock.now()),
      outbox: (window, signal) => outboxView(store, overlaid, window, signal),
      history: (query, signal) => historyView(store, overlaid, query, signal),
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
      // If it were left open, the file could not be opened again.
      await store.close();
      throw error;
    }
  }

  /** Emits whenever a view may have changed, and what may have changed. */
  get changes$(): Observable<ViewChange> {
    return merge(this.#overlaid.changes$, this.#sync.status$.pipe(map((): ViewChange => ({ kind: "connection" }))));
  }

  /** What a screen shows now. `signal` aborts its reads, and it then fails with the signal's reason. */
  view<Name extends WorkspaceTopic>(
    name: Name,
    params: TopicParams<Name>,
    signal?: AbortSignal,
  ): Promise<TopicValue<Name>> {
    return this.#views[name](params, signal);
  }

  /** Keeps a decision. Returns the id of its command, or why it was not kept. */
  decide(type: CommandType, payload: Command["payload"]) {
    return this.#outbox.make(type, payload);
  }

  /** Asks the server now, or says at once why it cannot be asked. */
  ask<Name extends AskName>(name: Name, input: AskInput<Name>, signal: AbortSignal) {
    return this.#sync.ask(name, input, signal);
  }

  syncNow(): void {
    this.#sync.retryNow();
  }

  async close(): Promise<void> {
    await this.#sync.stop();
    this.#overlaid.close();
    this.#mine.close();
    await this.#store.close();
  }
}

/** A failure of the store as an error for the screens; everything else is a bug. */
export const errorForScreen = (error: unknown): AppError => storeErrorOf(error) ?? refusal("unexpected");
