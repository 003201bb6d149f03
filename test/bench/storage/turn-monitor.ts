import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Measures how long the event loop was blocked: by the clock, and by the processor time of this thread alone. On a busy
 * machine, the first includes what other programs did in between.
 */
export class TurnMonitor {
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });
  readonly #turns: number[] = [];
  readonly #timer: NodeJS.Timeout;
  #before = process.threadCpuUsage();

  constructor() {
    this.#delay.enable();
    this.#timer = setInterval(() => {
      const { user, system } = process.threadCpuUsage(this.#before);
      this.#before = process.threadCpuUsage();
      this.#turns.push((user + system) / 1_000);
    }, 1);
  }

  /** Ends the measurement: the 99th percentiles in milliseconds. */
  end(): { readonly clock: number; readonly processor: number } {
    clearInterval(this.#timer);
    this.#delay.disable();
    const turns = this.#turns.toSorted((left, right) => left - right);
    return {
      clock: this.#delay.percentile(99) / 1e6,
      processor: turns[Math.floor(turns.length * 0.99)] ?? 0,
    };
  }
}
