import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import { isNewer } from "#shared/domain/newer.ts";
import type { LoosePerson } from "#shared/domain/people.ts";
import { referenceTo } from "#shared/domain/people.ts";

import type { MyCommands } from "./my-commands.ts";
import type { AppliedOrder } from "./overlay.ts";
import { applyOverlay } from "./overlay.ts";

/** An order as it was pulled, and as this person sees it. */
export interface PicturedOrder extends AppliedOrder {
  /** What it is found by in the store. */
  readonly stored: Pick<StoredDocuments["orders"], "id" | "waits" | "waitsSince">;
}

/** What this person sees: the pulled orders with their own commands applied on top. */
export class Picture {
  readonly #store: Store;
  readonly #mine: MyCommands;
  readonly #person: LoosePerson;

  constructor(store: Store, mine: MyCommands, person: LoosePerson) {
    this.#store = store;
    this.#mine = mine;
    this.#person = person;
  }

  async order(orderId: OrderId): Promise<PicturedOrder | undefined> {
    const [pictured] = await this.orders([orderId]);
    return pictured;
  }

  /** The known ones among these orders. */
  async orders(orderIds: readonly OrderId[]): Promise<PicturedOrder[]> {
    if (orderIds.length === 0) return [];
    const documents = await this.#store.collections.orders.findByIds([...orderIds]).exec();
    return [...documents.values()].map((document) => this.#apply(document));
  }

  /** Every order that a command of this person is ahead of. */
  async touched(): Promise<PicturedOrder[]> {
    const pictured = await this.orders(this.#mine.orderIds());
    return pictured.filter(({ applied }) => applied.length > 0);
  }

  #apply(stored: StoredDocuments["orders"]): PicturedOrder {
    const pulled = opened("orders", stored);
    const commands = this.#mine.aheadOn(pulled.id);
    const settled = commands.filter(
      ({ verdict }) => !isNewer(verdict) && verdict.state === "accepted" && verdict.revision <= pulled.revision,
    );
    this.#mine.settle(settled);
    return { stored, ...applyOverlay(pulled, commands, referenceTo(this.#person)) };
  }
}
