/** Adds up the time of one contestant, while two work in turns on the same data. */
export class Pace {
  #milliseconds = 0;
  #pieces = 0;

  /** Times `work`, which counts as `pieces`. */
  async time<T>(pieces: number, work: () => T | Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    this.#milliseconds += performance.now() - startedAt;
    this.#pieces += pieces;
    return result;
  }

  get perSecond(): number {
    return (this.#pieces / this.#milliseconds) * 1_000;
  }

  /** Milliseconds per piece. */
  get each(): number {
    return this.#milliseconds / this.#pieces;
  }
}
