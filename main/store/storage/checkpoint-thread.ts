import { Worker } from "node:worker_threads";

/**
 * The thread's whole program. It stands here as text because a bundler would have to be told of a file of its own.
 * PASSIVE never waits for a reader or a writer; it moves what it can.
 */
const PROGRAM = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(workerData.path);
  database.exec("PRAGMA synchronous = FULL");
  const checkpoint = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  parentPort.on("message", () => {
    try {
      checkpoint.get();
    } catch {
      // Nothing is lost: the log still holds every commit, and the next checkpoint tries again or the commit reports the disk.
    }
    parentPort.postMessage("done");
  });
`;

/**
 * A thread with a connection of its own that moves the log into the file: that waits for the disk several times, and
 * the event loop of the caller must not.
 */
export class CheckpointThread {
  readonly #worker: Worker;
  #running: Promise<void> | undefined;
  #settle: () => void = () => undefined;
  #isEnding = false;
  #hasEnded = false;

  constructor(path: string) {
    this.#worker = new Worker(PROGRAM, { eval: true, workerData: { path } });
    this.#worker.on("message", () => this.#settle());
    // A thread that cannot work ends; SQLite's own threshold then does its work, within commits.
    this.#worker.on("error", () => undefined);
    this.#worker.on("exit", () => {
      this.#hasEnded = true;
      this.#settle();
    });
    this.#worker.unref();
  }

  /** Runs a checkpoint, or joins the one on its way, which may not see the newest commits. Resolves when it has ended. */
  run(): Promise<void> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when the thread has ended and its connection is closed. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }

  async #runOnce(): Promise<void> {
    if (this.#hasEnded) return;
    // Whoever waits for it, or for the end, must not be cut off because nothing else keeps the process alive.
    this.#worker.ref();
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage("begin");
    });
    if (!this.#isEnding) this.#worker.unref();
  }
}
