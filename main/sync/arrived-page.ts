import type { Checkpoint, LooseLivePage } from "@countersign/shared/contract/protocol.ts";

/** Whether a device that has everything up to `position` lacks nothing between it and the page's rows. */
const continues = ({ after, checkpoint }: LooseLivePage, position: Checkpoint | undefined): boolean => {
  if (position === undefined) return after.sequence === 0;
  if (position.epoch !== checkpoint.epoch || position.sequence >= checkpoint.sequence) return false;
  // The order of documents within one commit is up to the server.
  if (position.sequence === after.sequence) return position.documentId === after.documentId;
  return position.sequence > after.sequence;
};

/** The page that came with the last event of one collection, for its next pull. */
export class ArrivedPage {
  #page: LooseLivePage | undefined;

  keep(page: LooseLivePage | undefined): void {
    this.#page = page;
  }

  /** The answer to a pull from here, if it has already arrived. It is given once. */
  take(position: Checkpoint | undefined): LooseLivePage | undefined {
    const page = this.#page;
    this.#page = undefined;
    return page !== undefined && continues(page, position) ? page : undefined;
  }
}
