import type { Observable, Subscription } from "rxjs";
import { Subject } from "rxjs";

import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import type { LooseCommand } from "#shared/domain/command.ts";
import { verdictState } from "#shared/domain/command.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import { readCommand } from "#shared/commands/read.ts";

/** At the start, judged commands that still matter are looked for among this many newest of each verdict. */
const recent = 200;

const orderIdOf = (command: LooseCommand): OrderId | undefined => {
  const intent = readCommand(command);
  return intent.ok ? intent.value.payload.orderId : undefined;
};

/**
 * The commands of this person that still matter to what they see, by order: those that may be ahead of the pulled
 * order (without a verdict, or accepted of late), and refused ones that nothing newer has replaced.
 */
export class MyCommands {
  readonly #store: Store;
  readonly #ahead = new Map<string, LooseCommand>();
  readonly #refused = new Map<string, LooseCommand>();
  readonly #changes = new Subject<void>();
  #subscription: Subscription | undefined;

  private constructor(store: Store) {
    this.#store = store;
  }

  static async open(store: Store): Promise<MyCommands> {
    const mine = new MyCommands(store);
    mine.#subscription = store.collections.commands.eventBulks$.subscribe(({ events }) => {
      for (const { documentData } of events)
        mine.#note(opened("commands", documentData as StoredDocuments["commands"]));
      mine.#changes.next();
    });
    const known = [
      ...(await mine.#read("waiting")),
      ...(await mine.#read("accepted", recent)),
      ...(await mine.#read("refused", recent)),
      ...(await mine.#read("newer", recent)),
    ];
    for (const command of known.sort((left, right) => (left.madeAt < right.madeAt ? -1 : 1))) mine.#note(command);
    return mine;
  }

  /** Emits at every change, once the change can be read here. */
  get changes$(): Observable<void> {
    return this.#changes.asObservable();
  }

  /** Waiting and recently accepted commands on this order, oldest first. */
  aheadOn(orderId: OrderId): LooseCommand[] {
    return this.#sorted().filter((command) => orderIdOf(command) === orderId);
  }

  /** What the order's page tells of: this person's commands on it that were not accepted, newest first. */
  unsettledOn(orderId: OrderId): LooseCommand[] {
    const open = this.aheadOn(orderId).filter(({ verdict }) => verdictState(verdict) !== "accepted");
    const refused = [...this.#refused.values()].filter((command) => orderIdOf(command) === orderId);
    return [...refused, ...open].toReversed();
  }

  /** The orders that commands may be ahead of. */
  orderIds(): OrderId[] {
    const ids = [...this.#ahead.values()].map(orderIdOf).filter((id) => id !== undefined);
    return [...new Set(ids)];
  }

  waitingCount(): number {
    return [...this.#ahead.values()].filter(({ verdict }) => verdictState(verdict) === "waiting").length;
  }

  /** Forgets accepted commands whose effect the pulled order has. */
  settle(commands: readonly LooseCommand[]): void {
    for (const { id } of commands) this.#ahead.delete(id);
  }

  close(): void {
    this.#subscription?.unsubscribe();
    this.#changes.complete();
  }

  async #read(state: ReturnType<typeof verdictState>, limit?: number): Promise<LooseCommand[]> {
    const documents = await this.#store.collections.commands
      .find({
        selector: { verdictState: state },
        sort: [{ madeAt: "desc" }, { id: "desc" }],
        ...(limit === undefined ? {} : { limit }),
      })
      .exec();
    return documents.map((document) => opened("commands", document));
  }

  #sorted(): LooseCommand[] {
    const { deviceId } = this.#store;
    // Another device's commands have been judged already, so they come before this device's own.
    return [...this.#ahead.values()].sort(
      (left, right) =>
        Number(left.deviceId === deviceId) - Number(right.deviceId === deviceId) || left.deviceSeq - right.deviceSeq,
    );
  }

  #note(command: LooseCommand): void {
    if (verdictState(command.verdict) === "refused") {
      this.#ahead.delete(command.id);
      this.#refused.set(command.id, command);
      return;
    }
    this.#ahead.set(command.id, command);
    const orderId = orderIdOf(command);
    for (const older of this.#refused.values())
      if (orderIdOf(older) === orderId && older.madeAt < command.madeAt) this.#refused.delete(older.id);
  }
}
