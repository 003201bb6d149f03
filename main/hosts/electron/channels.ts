/** From the window to main. Each message has the id of its page, which the preload creates at every load. */
export const windowChannel = "countersign:window";

/** From main to the window, with the id of the page that it is meant for. */
export const mainChannel = "countersign:main";
