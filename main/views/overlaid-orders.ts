import type { Observable, Subscription } from "rxjs";
import { Subject } from "rxjs";

import { opened } from "#main/store/documents.ts";
import { readByIds } from "#main/store/read.ts";
import { TimeSlice } from "#main/store/storage/index.ts";
import type { Store, StoreWrite } from "#main/store/store.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";

import type { ViewChange } from "./change.ts";
import type { MyCommands } from "./my-commands.ts";
import { isCoveredBy } from "./overlay.ts";
import type { OwnChange, OverlaidOrder } from "./own-change.ts";
import { ownChange } from "./own-change.ts";

/** How many orders are read in one step. */
const batchSize = 50;

/** Whether a stored order waits for the person. RxDB passes `undefined` or `null` for a missing one. */
const asksMe = (document: unknown): boolean =>
  typeof document === "object" && document !== null && "asksMe" in document && document.asksMe === true;

/**
 * What this person sees: the pulled orders with their own commands applied on top. What the commands change is kept by
 * order and computed once for all views; a write makes only the orders that it is about stale.
 */
export class OverlaidOrders {
  readonly #store: Store;
  readonly #mine: MyCommands;
  readonly #person: LoosePerson;
  readonly #ownChanges = new Map<OrderId, OwnChange>();
  readonly #stale: Set<OrderId>;
  readonly #changes = new Subject<ViewChange>();
  readonly #subscription: Subscription;
  #computing: Promise<void> | undefined;

  constructor(store: Store, mine: MyCommands, person: LoosePerson) {
    this.#store = store;
    this.#mine = mine;
    this.#person = person;
    this.#stale = new Set(mine.orderIds());
    this.#subscription = store.changes$.subscribe((write) => this.#take(write));
  }

  /** Emits after every change of the store, once it is visible here. */
  get changes$(): Observable<ViewChange> {
    return this.#changes.asObservable();
  }

  /** The order as this person sees it, if they have it. */
  async order(orderId: OrderId): Promise<OverlaidOrder | undefined> {
    const [seen] = await this.orders([orderId]);
    return seen;
  }

  /** Those of these orders that this person has, as they see them. Orders with own commands are not read again. */
  async orders(orderIds: readonly OrderId[]): Promise<OverlaidOrder[]> {
    await this.#refresh(() => orderIds.filter((orderId) => this.#stale.has(orderId)));
    const changed = orderIds.flatMap((orderId) => this.#ownChanges.get(orderId) ?? []);
    const others = orderIds.filter((orderId) => !this.#ownChanges.has(orderId));
    const stored = await readByIds(this.#store.collections.orders, others);
    const pulled = stored.map((document) => opened("orders", document));
    return [...changed, ...pulled.map((order) => ({ pulled: order, order, applied: [] }))];
  }

  /** What this person's own commands change, order by order. */
  async ownChanges(): Promise<readonly OwnChange[]> {
    await this.#refresh(() => [...this.#stale]);
    return [...this.#ownChanges.values()];
  }

  close(): void {
    this.#subscription.unsubscribe();
    this.#changes.complete();
  }

  #take(write: StoreWrite | undefined): void {
    if (write === undefined) {
      for (const orderId of this.#mine.orderIds()) this.#stale.add(orderId);
      this.#changes.next({ kind: "everything" });
      return;
    }
    const { collection, events } = write;
    const orderIds = new Set(events.flatMap(({ documentId }) => this.#orderOf(collection, documentId) ?? []));
    const own = [...orderIds].filter((orderId) => this.#mine.isAheadOf(orderId) || this.#ownChanges.has(orderId));
    for (const orderId of own) this.#stale.add(orderId);
    const concernsInbox = events.some(
      ({ documentData, previousDocumentData }) => asksMe(documentData) || asksMe(previousDocumentData),
    );
    this.#changes.next({ kind: "written", collection, orderIds, concernsOwn: own.length > 0, concernsInbox });
  }

  #orderOf(collection: StoreWrite["collection"], documentId: string): OrderId | undefined {
    if (collection === "orders") return documentId as OrderId;
    // An entry of the history has the id of the command that it records.
    return collection === "commands" || collection === "history"
      ? this.#mine.orderOf(documentId as CommandId)
      : undefined;
  }

  /**
   * Resolves when nothing that is wanted is stale: a decision on one order does not wait for all the others. One batch at a
   * time, so that an earlier computation never overwrites a later one.
   */
  async #refresh(stale: () => readonly OrderId[]): Promise<void> {
    const slice = new TimeSlice();
    for (;;) {
      while (this.#computing !== undefined) await this.#computing;
      const orderIds = stale().slice(0, batchSize);
      if (orderIds.length === 0) return;
      if (slice.isUp) await slice.pause();
      else
        this.#computing = this.#computeStale(orderIds).finally(() => {
          this.#computing = undefined;
        });
    }
  }

  async #computeStale(orderIds: readonly OrderId[]): Promise<void> {
    for (const orderId of orderIds) this.#stale.delete(orderId);
    try {
      await this.#compute(orderIds);
    } catch (error) {
      for (const orderId of orderIds) this.#stale.add(orderId);
      throw error;
    }
  }

  async #compute(orderIds: readonly OrderId[]): Promise<void> {
    const { orders, history } = this.#store.collections;
    const stored = new Map((await readByIds(orders, orderIds)).map((document) => [document.id, document]));
    const commandIds = orderIds.flatMap((orderId) => this.#mine.aheadOn(orderId).map(({ command }) => command.id));
    const recorded: ReadonlySet<string> = new Set((await readByIds(history, commandIds)).map(({ id }) => id));
    for (const orderId of orderIds) {
      const document = stored.get(orderId);
      if (document === undefined) {
        this.#ownChanges.delete(orderId);
        continue;
      }
      const pulled = opened("orders", document);
      const commands = this.#mine.aheadOn(orderId);
      const change = ownChange({ pulled, asksMe: document.asksMe }, commands, this.#person, recorded);
      if (change === undefined) this.#ownChanges.delete(orderId);
      else this.#ownChanges.set(orderId, change);
      this.#mine.settle(commands.filter((command) => isCoveredBy(command, pulled)));
    }
  }
}
