import { setTimeout as pause } from "node:timers/promises";

/** Without a request for so long, nobody waits: a device that sends one after the other pauses for less. */
const lullMillis = 10;
const stepMillis = 5;
/** Jobs stand back for so long; where no lull came, they go on for as long, so that they have half of a busy node's time. */
const shareMillis = 250;

/** The requests that a node works on. People wait for those, and for no job. */
export class RequestTraffic {
  readonly #now: () => number;
  #underWay = 0;
  #endedAt = -Infinity;
  #jobsUntil = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A request begins. @returns what its end is told by. */
  begin(): () => void {
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      this.#endedAt = this.#now();
    };
  }

  /** Resolves when nobody waits for an answer, or when it is the jobs' turn all the same. */
  async untilIdle(): Promise<void> {
    const until = this.#now() + shareMillis;
    while (!this.#isLull() && !this.#isJobsTurn()) {
      if (this.#now() >= until) this.#jobsUntil = this.#now() + shareMillis;
      else await pause(stepMillis);
    }
  }

  #isLull(): boolean {
    return this.#underWay === 0 && this.#now() - this.#endedAt >= lullMillis;
  }

  #isJobsTurn(): boolean {
    return this.#now() < this.#jobsUntil;
  }
}
