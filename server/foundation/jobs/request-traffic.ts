import { setTimeout as pause } from "node:timers/promises";

/** After this long without a request, nobody is waiting: a device that sends several in a row pauses for less. */
const lullMillis = 10;
const stepMillis = 5;
/** Jobs wait at most this long for a lull, then run for as long, so that they get half of a busy node's time. */
const shareMillis = 250;

/** The requests that a node is answering. People wait for requests, not for jobs. */
export class RequestTraffic {
  readonly #now: () => number;
  #underWay = 0;
  #endedAt = -Infinity;
  #jobsUntil = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A request begins. @returns the function to call when it ends. */
  begin(): () => void {
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      this.#endedAt = this.#now();
    };
  }

  /** Resolves when nobody is waiting for an answer, or when it is the jobs' turn anyway. */
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
