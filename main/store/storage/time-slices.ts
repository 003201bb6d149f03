/** How long work may hold the event loop before it lets other work in. */
const SLICE_MS = 8;

/** A clock for one piece of long work: `isUp` when it should pause, `pause` to let everything else run. */
export class TimeSlice {
  #startedAt = performance.now();

  get isUp(): boolean {
    return performance.now() - this.#startedAt > SLICE_MS;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#startedAt = performance.now();
  }
}
