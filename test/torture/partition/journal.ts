/** A log of what was done and what went wrong, in order, for understanding a finding. */
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
