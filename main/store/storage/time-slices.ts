/** How long work may hold the event loop before it lets other work in, in milliseconds. */
const USUAL_LENGTH = 8;

/** A clock for one piece of long work: `isUp` when it should pause, `pause` to let everything else run. */
export class TimeSlice {
  readonly #length: number;
  #startedAt = performance.now();

  constructor(length = USUAL_LENGTH) {
    this.#length = length;
  }

  get isUp(): boolean {
    return performance.now() - this.#startedAt > this.#length;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#startedAt = performance.now();
  }
}
