import type { RxStorageInstanceReplicationState } from "rxdb";

/**
 * Keeps RxDB's replication in use when a position could not be written: reports the failure to `onFailure`. The position
 * on disk is then only older than it could be, and what is pulled or pushed again from there changes nothing.
 *
 * RxDB 17.6.0 (replication-protocol/checkpoint.ts) chains all writes of positions in one promise. Once that is rejected, no
 * later position is written, `cancel` rejects and leaves the handlers running, and the upstream, which does not wait for
 * it, leaves the rejection to nobody.
 */
export const reportUnkeptPositions = <Doc>(
  state: RxStorageInstanceReplicationState<Doc>,
  onFailure: (error: unknown) => void,
): void => {
  let queue: Promise<unknown> = state.checkpointQueue;
  Object.defineProperty(state, "checkpointQueue", {
    get: () => queue,
    set: (next: Promise<unknown>) => {
      queue = next.catch(onFailure);
    },
  });
};
