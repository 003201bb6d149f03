import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

/** What the metrics need to check whether a stream is told everything. */
export interface OpenStream {
  readonly personId: PersonId;
  /** The highest number that it was told for a collection. */
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

  /** At most `count` of them, different ones each time. */
  sample(count: number): OpenStream[] {
    const some = [...this.#open].slice(0, count);
    // To the end of the line, so that every stream gets its turn.
    for (const stream of some) {
      this.#open.delete(stream);
      this.#open.add(stream);
    }
    return some;
  }
}
