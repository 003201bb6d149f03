import type { Subscription } from "rxjs";

import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";
import { readDocuments } from "#main/store/read.ts";
import type { Store } from "#main/store/store.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import type { LooseCommand } from "@countersign/shared/domain/command.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";
import type { CommandId, DeviceId, OrderId } from "@countersign/shared/domain/ids.ts";

/** At the start, judged commands that still matter are searched among this many newest ones of each verdict. */
const recent = 200;

type MyCommand = ParsedCommand<LooseCommand>;
type CommandsByOrder = Map<OrderId, Map<CommandId, MyCommand>>;

const put = (byOrder: CommandsByOrder, parsed: MyCommand): void => {
  const { orderId } = parsed.intent.payload;
  const known = byOrder.get(orderId) ?? new Map<CommandId, MyCommand>();
  byOrder.set(orderId, known.set(parsed.command.id, parsed));
};

const remove = (byOrder: CommandsByOrder, orderId: OrderId, id: CommandId): void => {
  const known = byOrder.get(orderId);
  known?.delete(id);
  if (known?.size === 0) byOrder.delete(orderId);
};

/** Another device's commands have been judged already, so they come before this device's own. */
const inOrderOf =
  (deviceId: DeviceId) =>
  ({ command: left }: MyCommand, { command: right }: MyCommand): number =>
    Number(left.deviceId === deviceId) - Number(right.deviceId === deviceId) || left.deviceSeq - right.deviceSeq;

/**
 * The commands of this person that still matter to what they see, by order: those that may be ahead of the pulled
 * order (without a verdict, or accepted of late), and refused ones that nothing newer has replaced. Each is read once, when
 * it comes in: from the store, or from whoever keeps it.
 */
export class MyCommands {
  readonly #store: Store;
  readonly #ahead: CommandsByOrder = new Map();
  readonly #refused: CommandsByOrder = new Map();
  /** What each command asks for; it never changes. One that cannot be read asks for nothing here. */
  readonly #intents = new Map<CommandId, Intent | undefined>();
  readonly #waiting = new Set<CommandId>();
  readonly #refusedIds = new Set<CommandId>();
  #subscription: Subscription | undefined;

  private constructor(store: Store) {
    this.#store = store;
  }

  static async open(store: Store): Promise<MyCommands> {
    const mine = new MyCommands(store);
    mine.#subscription = store.collections.commands.eventBulks$.subscribe(({ events }) => {
      for (const { documentData } of events)
        mine.#note(opened("commands", documentData as StoredDocuments["commands"]));
    });
    for (const command of await mine.#known()) mine.#note(command);
    return mine;
  }

  /** Keeps a new command on the disk. @throws a storage error, and then it is not kept. */
  async keep({ command, intent }: ParsedCommand): Promise<void> {
    this.#intents.set(command.id, intent);
    try {
      await this.#store.collections.commands.insert(this.#store.stored("commands", command));
    } catch (error) {
      this.#intents.delete(command.id);
      throw error;
    }
  }

  /** Waiting and recently accepted commands on this order, oldest first. */
  aheadOn(orderId: OrderId): MyCommand[] {
    return [...(this.#ahead.get(orderId)?.values() ?? [])].sort(inOrderOf(this.#store.deviceId));
  }

  /** What the order's page tells of: this person's commands on it that were not accepted, newest first. */
  unsettledOn(orderId: OrderId): LooseCommand[] {
    const open = this.aheadOn(orderId).filter(({ command }) => verdictState(command.verdict) !== "accepted");
    const refused = this.#refused.get(orderId)?.values() ?? [];
    return [...refused, ...open].map(({ command }) => command).toReversed();
  }

  isAheadOf(orderId: OrderId): boolean {
    return this.#ahead.has(orderId);
  }

  /** The orders that commands may be ahead of. */
  orderIds(): OrderId[] {
    return [...this.#ahead.keys()];
  }

  /** The order that a command is about, if it still matters and can be read. */
  orderOf(id: CommandId): OrderId | undefined {
    return this.#intents.get(id)?.payload.orderId;
  }

  waitingCount(): number {
    return this.#waiting.size;
  }

  /** How many were refused, whenever. */
  refusedCount(): number {
    return this.#refusedIds.size;
  }

  /** Forgets accepted commands whose effect the pulled order has. */
  settle(commands: readonly MyCommand[]): void {
    for (const { command, intent } of commands) {
      remove(this.#ahead, intent.payload.orderId, command.id);
      this.#intents.delete(command.id);
    }
  }

  close(): void {
    this.#subscription?.unsubscribe();
  }

  /** Those that may matter, oldest first. All are read once: by their verdict they could not be found faster. */
  async #known(): Promise<LooseCommand[]> {
    const newest = await readDocuments(this.#store.collections.commands, {
      sort: [{ madeAt: "desc" }, { id: "desc" }],
    });
    const found = { waiting: 0, accepted: 0, refused: 0, newer: 0 };
    return newest
      .map((document) => opened("commands", document))
      .filter(({ id, verdict }) => {
        const state = verdictState(verdict);
        if (state === "refused") this.#refusedIds.add(id);
        found[state] += 1;
        return state === "waiting" || found[state] <= recent;
      })
      .toReversed();
  }

  #intentOf(command: LooseCommand): Intent | undefined {
    const { id } = command;
    if (!this.#intents.has(id)) {
      const intent = readCommand(command);
      this.#intents.set(id, intent.ok ? intent.value : undefined);
    }
    return this.#intents.get(id);
  }

  #note(command: LooseCommand): void {
    const { id } = command;
    const state = verdictState(command.verdict);
    this.#waiting.delete(id);
    this.#refusedIds.delete(id);
    if (state === "waiting") this.#waiting.add(id);
    if (state === "refused") this.#refusedIds.add(id);
    const intent = this.#intentOf(command);
    if (intent === undefined) return;
    const { orderId } = intent.payload;
    if (state === "refused") {
      remove(this.#ahead, orderId, id);
      put(this.#refused, { command, intent });
      return;
    }
    put(this.#ahead, { command, intent });
    for (const { command: older } of this.#refused.get(orderId)?.values() ?? [])
      if (older.madeAt < command.madeAt) remove(this.#refused, orderId, older.id);
  }
}
