import type { BrowserWindow } from "electron";

/** The only window. */
export class MainWindow {
  readonly #open: () => BrowserWindow;
  #window: BrowserWindow | undefined;

  constructor(open: () => BrowserWindow) {
    this.#open = open;
  }

  /** Opens the window, or brings it to the front. */
  show(): void {
    if (this.#window === undefined) {
      this.#window = this.#open();
      this.#window.once("closed", () => {
        this.#window = undefined;
      });
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }
}
