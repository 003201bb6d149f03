/** What the window sends to main. Each message comes with the id of its page, which the preload makes at every load. */
export const windowChannel = "countersign:window";

/** What main sends to the window, with the id of the page that it is meant for. */
export const mainChannel = "countersign:main";
