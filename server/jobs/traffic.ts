import { setTimeout as pause } from "node:timers/promises";

/** Without a request for so long, nobody waits: a device that sends one after the other pauses for less. */
const lullMillis = 10;
const stepMillis = 5;
/** A job stands back for so long, and again at the next one. */
const longestMillis = 250;
/** On a node that is busy without a lull for so long, jobs have their share like everybody. */
const patienceMillis = 60_000;

/** The requests that a node works on. People wait for those, and for no job. */
export class Traffic {
  readonly #now: () => number;
  #underWay = 0;
  #endedAt = -Infinity;
  #busySince = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A request begins. @returns what its end is told by. */
  begin(): () => void {
    if (this.#isLull()) this.#busySince = this.#now();
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      this.#endedAt = this.#now();
    };
  }

  /** Resolves when nobody waits for an answer, and soon in any case. */
  async lull(): Promise<void> {
    const until = this.#now() + longestMillis;
    while (!this.#isLull() && this.#now() < until && this.#now() - this.#busySince < patienceMillis)
      await pause(stepMillis);
  }

  #isLull(): boolean {
    return this.#underWay === 0 && this.#now() - this.#endedAt >= lullMillis;
  }
}
