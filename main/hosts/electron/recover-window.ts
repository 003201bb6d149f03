import type { WebContents } from "electron";

export interface RecoverOptions {
  readonly contents: WebContents;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** The window cannot be kept alive. */
  readonly giveUp: (error: Error) => void;
  readonly log: (error: unknown) => void;
}

/** More ends of the window's process than this within the span mean that a reload does not help. */
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
    // Not within the event, which the window's end still waits for.
    setImmediate(() => {
      if (!contents.isDestroyed()) contents.reload();
    });
  });
  contents.on("unresponsive", () => log(new Error("The window does not answer.")));
  contents.on("responsive", () => log(new Error("The window answers again.")));
};
