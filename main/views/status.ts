import type { Store } from "#main/store/store.ts";
import type { AppError, ConnectionState, StatusView } from "@countersign/shared/contract/views.ts";

import { inboxCount } from "./inbox.ts";
import type { MyCommands } from "./my-commands.ts";
import type { OverlaidOrders } from "./overlaid-orders.ts";

export interface StatusInput {
  readonly store: Store;
  readonly overlaid: OverlaidOrders;
  readonly mine: MyCommands;
  readonly connection: { readonly state: ConnectionState; readonly problem?: AppError };
  readonly notices: readonly AppError[];
}

/** The status for the shell: connection, age of the data, what is waiting to be sent, how many orders wait. */
export const statusView = async ({ store, overlaid, mine, connection, notices }: StatusInput): Promise<StatusView> => {
  const { lastSyncAt } = await store.device();
  return {
    connection: connection.state,
    ...(lastSyncAt === undefined
      ? { loading: { orders: await store.collections.orders.count().exec() } }
      : { lastSyncAt }),
    waitingToSend: mine.waitingCount(),
    refused: mine.refusedCount(),
    inboxCount: await inboxCount(store, overlaid),
    ...(connection.problem === undefined ? {} : { problem: connection.problem }),
    ...(notices.length === 0 ? {} : { notices: [...notices] }),
  };
};
