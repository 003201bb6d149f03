import type { Session } from "electron";

import { isScreensUrl, shortAddress } from "./screens-address.ts";

export interface SessionGuardOptions {
  /** Whether the developer tools, which have their own scheme, may load. */
  readonly isDevelopment: boolean;
  readonly log: (error: unknown) => void;
}

/** Denies the window everything that the screens never need: permissions, devices, downloads, and the network itself. */
export const guardSession = (session: Session, { isDevelopment, log }: SessionGuardOptions): void => {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log(new Error(`The window may not have the permission ${permission}.`));
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));

  session.on("will-download", (event, item) => {
    event.preventDefault();
    log(new Error(`The window may not download from ${shortAddress(item.getURL())}.`));
  });

  // Chromium's spell checker downloads its dictionaries.
  session.setSpellCheckerEnabled(false);

  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isAllowed = isScreensUrl(url) || (isDevelopment && URL.parse(url)?.protocol === "devtools:");
    if (!isAllowed) log(new Error(`The window may not load from ${shortAddress(url)}.`));
    answer({ cancel: !isAllowed });
  });
};
