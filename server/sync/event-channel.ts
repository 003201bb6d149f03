import type { CollectionName, StreamEvent } from "#shared/contract/protocol.ts";

/** Where events are written: what is needed of a Node stream. */
export interface EventOutput {
  /** @returns false when the reader is behind and the output holds data back. */
  write(text: string): boolean;
  once(event: "drain", listener: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
}

type News = Omit<StreamEvent, "epoch">;

const eventText = (event: StreamEvent): string => `data: ${JSON.stringify(event)}\n\n`;

/**
 * One person's stream of server-sent events. Keeps at most one event back, whatever happens meanwhile: news for a
 * reader who is behind is merged into it. A reader who is still behind at the next heartbeat is dropped; it comes back
 * and pulls.
 */
export class EventChannel {
  readonly #output: EventOutput;
  readonly #epoch: string;
  #kept: { sequence: number; collections: Set<CollectionName> } | undefined;
  #isBehind = false;
  #told = 0;

  constructor(output: EventOutput, epoch: string) {
    this.#output = output;
    this.#epoch = epoch;
  }

  /** The highest number that was sent. */
  get told(): number {
    return this.#told;
  }

  /** Whether something is kept that the next `flush` would send. */
  get hasNews(): boolean {
    return this.#kept !== undefined;
  }

  /** Merges news into what the next `flush` sends. */
  keep({ sequence, collections }: News): void {
    const kept = this.#kept ?? { sequence: 0, collections: new Set() };
    for (const collection of collections) kept.collections.add(collection);
    this.#kept = { sequence: Math.max(kept.sequence, sequence), collections: kept.collections };
  }

  /** Sends what was kept, unless the reader is behind; then it goes when the reader has caught up. */
  flush(): void {
    if (this.#kept === undefined || this.#isBehind) return;
    const { sequence, collections } = this.#kept;
    this.#kept = undefined;
    this.#told = Math.max(this.#told, sequence);
    this.#write(eventText({ epoch: this.#epoch, sequence, collections: [...collections] }));
  }

  /** Shows the reader, and everything between, that the stream lives. */
  beat(): "alive" | "dropped" {
    if (this.#isBehind) {
      this.#output.destroy();
      return "dropped";
    }
    this.#write(":\n\n");
    return "alive";
  }

  /** Ends the stream; with `comeBackAfter` (milliseconds) its reader is told when to connect again. */
  end(comeBackAfter?: number): void {
    if (comeBackAfter !== undefined) this.#output.write(`retry: ${comeBackAfter}\n\n`);
    this.#output.end();
  }

  #write(text: string): void {
    if (this.#output.write(text)) return;
    this.#isBehind = true;
    this.#output.once("drain", () => {
      this.#isBehind = false;
      this.flush();
    });
  }
}
