/** How long work may hold the event loop before it lets other work in, in milliseconds. */
const LENGTH = 4;

/** Long work that has paused, in the order in which it goes on. One list for the whole process, as its event loop is one. */
const paused: (() => void)[] = [];

/** One piece of work in a turn: whoever waits for the event loop, such as a decision, waits for one slice and not for all. */
const resumeNext = (): void => {
  paused.shift()?.();
  if (paused.length > 0) setImmediate(resumeNext);
};

const ownTurn = (): Promise<void> =>
  new Promise((resolve) => {
    paused.push(resolve);
    if (paused.length === 1) setImmediate(resumeNext);
  });

/** A clock for one piece of long work: `isUp` when it should pause, `pause` to let everything else run. */
export class TimeSlice {
  #startedAt = performance.now();

  get isUp(): boolean {
    return performance.now() - this.#startedAt > LENGTH;
  }

  async pause(): Promise<void> {
    await ownTurn();
    this.#startedAt = performance.now();
  }
}
