import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 } from "uuid";

import { createStorage } from "#main/storage.ts";
import { Store } from "#main/store/store.ts";
import { storeErrorOf } from "#main/store/store-error.ts";
import { Outbox } from "#main/sync/outbox.ts";
import { MyCommands } from "#main/views/my-commands.ts";
import { OverlaidOrders } from "#main/views/overlaid-orders.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

const ids = { next: () => v7() };

/** One person's store on a real file, with outbox and views but no server, as on a device without a network. */
export interface Workbench {
  readonly directory: string;
  readonly store: Store;
  readonly mine: MyCommands;
  readonly overlaid: OverlaidOrders;
  readonly outbox: Outbox;
  /** Stores orders as a pull would. */
  pull(orders: readonly Order[]): Promise<void>;
  /** Closes the file and opens it again, as a restart does. */
  restart(): Promise<Workbench>;
  close(): Promise<void>;
}

const open = async (directory: string, person: Person): Promise<Workbench> => {
  const store = await Store.open({ name: person.id, storage: createStorage(directory), ids, personId: person.id });
  const mine = await MyCommands.open(store);
  const overlaid = new OverlaidOrders(store, mine, person);
  const outbox = new Outbox({
    store,
    person,
    clock: { now: () => instantFromDate(new Date()) },
    ids,
    keep: (command) => mine.keep(command),
    currentOrder: async (orderId) => (await overlaid.order(orderIdSchema.parse(orderId)))?.order,
    storeError: (error) => {
      const known = storeErrorOf(error);
      if (known === undefined) throw error;
      return known;
    },
  });
  const close = async (): Promise<void> => {
    overlaid.close();
    mine.close();
    await store.close();
  };
  return {
    directory,
    store,
    mine,
    overlaid,
    outbox,
    pull: async (orders) => {
      const { error } = await store.collections.orders.bulkUpsert(orders.map((order) => store.stored("orders", order)));
      if (error.length > 0) throw new Error("the orders could not be stored");
    },
    restart: async () => {
      await close();
      return open(directory, person);
    },
    close: async () => {
      await close();
      await rm(directory, { recursive: true });
    },
  };
};

export const openWorkbench = async (person: Person): Promise<Workbench> =>
  open(await mkdtemp(join(tmpdir(), "countersign-")), person);
