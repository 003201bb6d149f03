/** Adds up the time that one of two contestants takes, while they work in turns on the same data. */
export class Pace {
  #milliseconds = 0;
  #pieces = 0;

  /** Runs `work`, which is worth `pieces`. */
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

  /** Milliseconds for one piece. */
  get each(): number {
    return this.#milliseconds / this.#pieces;
  }
}
