import type { WebContents } from "electron";

export interface RecoverOptions {
  readonly contents: WebContents;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** The window cannot be kept alive. */
  readonly giveUp: (error: Error) => void;
  readonly log: (error: unknown) => void;
}

/** If the window's process ends more often than this within the span, a reload does not help. */
const mostReloads = 3;
const span = 60_000;

/** Loads the screens again when their process ended; the decisions are in main and on disk, so none is lost. */
export const recoverWindow = ({ contents, now, giveUp, log }: RecoverOptions): void => {
  let reloads: readonly number[] = [];
  contents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit") return;
    const ended = new Error(`The window's process ended: ${reason}, code ${String(exitCode)}.`);
    const time = now();
    reloads = [...reloads.filter((earlier) => time - earlier < span), time];
    if (reloads.length > mostReloads) {
      giveUp(ended);
      return;
    }
    log(ended);
    // Not within the event, because the window's end waits for it.
    setImmediate(() => {
      if (!contents.isDestroyed()) contents.reload();
    });
  });
  contents.on("unresponsive", () => log(new Error("The window does not answer.")));
  contents.on("responsive", () => log(new Error("The window answers again.")));
};
