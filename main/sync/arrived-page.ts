import type { Checkpoint, LooseLivePage } from "@countersign/shared/contract/protocol.ts";

/** Whether whoever has everything up to `position` lacks nothing between it and the page's rows. */
const continues = ({ after, checkpoint }: LooseLivePage, position: Checkpoint | undefined): boolean => {
  if (position === undefined) return after.sequence === 0;
  if (position.epoch !== checkpoint.epoch || position.sequence >= checkpoint.sequence) return false;
  // How the server orders the documents of one commit is its own matter.
  if (position.sequence === after.sequence) return position.documentId === after.documentId;
  return position.sequence > after.sequence;
};

/** What came along with the last event of one collection, for its next pull. */
export class ArrivedPage {
  #page: LooseLivePage | undefined;

  keep(page: LooseLivePage | undefined): void {
    this.#page = page;
  }

  /** The answer to a pull from here, if it is there already. It is given once. */
  take(position: Checkpoint | undefined): LooseLivePage | undefined {
    const page = this.#page;
    this.#page = undefined;
    return page !== undefined && continues(page, position) ? page : undefined;
  }
}
