import type { App } from "electron";

export interface QuitOptions {
  readonly app: Pick<App, "on" | "exit">;
  readonly close: () => Promise<void>;
  readonly log: (error: unknown) => void;
}

/** Delays the end of the application until everything is closed; the exit code is 1 when that fails. */
export const closeBeforeQuit = ({ app, close, log }: QuitOptions): void => {
  let isClosing = false;
  app.on("will-quit", (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        log(error);
        app.exit(1);
      },
    );
  });
};
