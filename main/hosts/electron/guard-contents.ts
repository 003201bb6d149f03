import type { Event, WebContents } from "electron";

import { isScreensUrl, shortAddress } from "./screens-address.ts";

/**
 * Keeps everything that shows pages on the screens' own origin: no navigation or redirect elsewhere in any frame, no new
 * window, no `<webview>`. Nothing is handed to the operating system's browser either.
 */
export const guardContents = (contents: WebContents, log: (error: unknown) => void): void => {
  const refuseElsewhere = (event: Event<{ url: string }>): void => {
    if (isScreensUrl(event.url)) return;
    event.preventDefault();
    log(new Error(`The window may not go to ${shortAddress(event.url)}.`));
  };
  contents.on("will-navigate", refuseElsewhere);
  contents.on("will-frame-navigate", refuseElsewhere);
  contents.on("will-redirect", refuseElsewhere);
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    log(new Error("The window may not embed another page."));
  });
  contents.setWindowOpenHandler(({ url }) => {
    log(new Error(`The window may not open ${shortAddress(url)}.`));
    return { action: "deny" };
  });
};
