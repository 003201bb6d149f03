/** What was done and what went wrong on the way, in the order in which it happened: what a finding is read by. */
export class Journal {
  readonly #startedAt = performance.now();
  readonly #lines: string[] = [];

  note(text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(2);
    this.#lines.push(`${seconds.padStart(7)} s  ${text}`);
  }

  toString(): string {
    return this.#lines.join("\n");
  }
}
