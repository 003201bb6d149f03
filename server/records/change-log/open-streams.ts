import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

/** A stream as somebody sees it who wants to know whether it is told everything. */
export interface OpenStream {
  readonly personId: PersonId;
  /** The highest number that it was told of a collection. */
  toldOf(collection: CollectionName): number;
}

/** The event streams that are open on this node. */
export class OpenStreams {
  readonly #open = new Set<OpenStream>();

  get size(): number {
    return this.#open.size;
  }

  add(stream: OpenStream): void {
    this.#open.add(stream);
  }

  remove(stream: OpenStream): void {
    this.#open.delete(stream);
  }

  /** At most so many of them, others each time. */
  sample(count: number): OpenStream[] {
    const some = [...this.#open].slice(0, count);
    // Back in line, so that everybody's turn comes.
    for (const stream of some) {
      this.#open.delete(stream);
      this.#open.add(stream);
    }
    return some;
  }
}
