import type { Observable, Subscription } from "rxjs";
import { Subject } from "rxjs";

import type { Store } from "#main/store/store.ts";
import type { Command } from "#shared/domain/command.ts";
import { commandSchema } from "#shared/domain/command.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import { readCommand } from "#shared/commands/read.ts";

/** At the start, judged commands that still matter are looked for among this many newest of each verdict. */
const recent = 200;

const orderIdOf = (command: Command): OrderId | undefined => {
  const intent = readCommand(command);
  return intent.ok ? intent.value.payload.orderId : undefined;
};

/**
 * The commands of this person that still matter to what they see, by order: those that may be ahead of the pulled
 * order (without a verdict, or accepted of late), and refused ones that nothing newer has replaced.
 */
export class MyCommands {
  readonly #store: Store;
  readonly #ahead = new Map<string, Command>();
  readonly #refused = new Map<string, Command>();
  readonly #changes = new Subject<void>();
  #subscription: Subscription | undefined;

  private constructor(store: Store) {
    this.#store = store;
  }

  static async open(store: Store): Promise<MyCommands> {
    const mine = new MyCommands(store);
    mine.#subscription = store.collections.commands.eventBulks$.subscribe(({ events }) => {
      for (const { documentData } of events) mine.#note(commandSchema.strip().parse(documentData));
      mine.#changes.next();
    });
    const known = [
      ...(await mine.#read("waiting")),
      ...(await mine.#read("accepted", recent)),
      ...(await mine.#read("refused", recent)),
    ];
    for (const command of known.sort((left, right) => (left.madeAt < right.madeAt ? -1 : 1))) mine.#note(command);
    return mine;
  }

  /** Emits at every change, once the change can be read here. */
  get changes$(): Observable<void> {
    return this.#changes.asObservable();
  }

  /** Waiting and recently accepted commands on this order, oldest first. */
  aheadOn(orderId: OrderId): Command[] {
    return this.#sorted().filter((command) => orderIdOf(command) === orderId);
  }

  /** What the order's page tells of: this person's waiting and refused commands on it, newest first. */
  unsettledOn(orderId: OrderId): Command[] {
    const waiting = this.aheadOn(orderId).filter(({ verdict }) => verdict.state === "waiting");
    const refused = [...this.#refused.values()].filter((command) => orderIdOf(command) === orderId);
    return [...refused, ...waiting].toReversed();
  }

  /** The orders that commands may be ahead of. */
  orderIds(): OrderId[] {
    const ids = [...this.#ahead.values()].map(orderIdOf).filter((id) => id !== undefined);
    return [...new Set(ids)];
  }

  waitingCount(): number {
    return [...this.#ahead.values()].filter(({ verdict }) => verdict.state === "waiting").length;
  }

  /** Forgets accepted commands whose effect the pulled order has. */
  settle(commands: readonly Command[]): void {
    for (const { id } of commands) this.#ahead.delete(id);
  }

  close(): void {
    this.#subscription?.unsubscribe();
    this.#changes.complete();
  }

  async #read(state: Command["verdict"]["state"], limit?: number): Promise<Command[]> {
    const documents = await this.#store.collections.commands
      .find({
        selector: { "verdict.state": state },
        sort: [{ madeAt: "desc" }, { id: "desc" }],
        ...(limit === undefined ? {} : { limit }),
      })
      .exec();
    return documents.map((document) => document.toMutableJSON());
  }

  #sorted(): Command[] {
    const { deviceId } = this.#store;
    // Another device's commands have been judged already, so they come before this device's own.
    return [...this.#ahead.values()].sort(
      (left, right) =>
        Number(left.deviceId === deviceId) - Number(right.deviceId === deviceId) || left.deviceSeq - right.deviceSeq,
    );
  }

  #note(command: Command): void {
    if (command.verdict.state === "refused") {
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
