type Waiting = { isWrite: boolean; start: () => void };

/**
 * Lets a long read hand control back to the event loop without a write slipping in between its slices.
 *
 * Reads run side by side; a write waits until the reads that came before it have ended, and reads that come
 * after a waiting write wait for it. When nothing waits, both start at once, in the caller's own tick.
 */
export class ReadWriteGate {
  #runningReads = 0;
  readonly #waiting: Waiting[] = [];

  /** Runs `work` while no read is in progress. `work` is synchronous, so two writes never overlap. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue(true, () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** Runs `work`, which may wait in between, with no write in progress until it settles. */
  read<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue(false, () => {
        this.#runningReads++;
        work()
          .then(resolve, reject)
          .finally(() => {
            this.#runningReads--;
            this.#startWhatMay();
          });
      });
    });
  }

  #enqueue(isWrite: boolean, start: () => void): void {
    this.#waiting.push({ isWrite, start });
    this.#startWhatMay();
  }

  #startWhatMay(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.isWrite && this.#runningReads > 0) return;
      this.#waiting.shift();
      next.start();
    }
  }
}
