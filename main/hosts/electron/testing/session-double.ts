import type { Session, WebRequest } from "electron";

import { double, Listeners } from "./double.ts";

type Handler<Setter extends keyof Session> = Session[Setter] extends (handler: infer H, ...rest: never[]) => unknown
  ? Exclude<H, null>
  : never;

/** The session of the window, with the handlers that were set. */
export class SessionDouble {
  readonly listeners = new Listeners();
  permissionRequest: Handler<"setPermissionRequestHandler"> | undefined;
  permissionCheck: Handler<"setPermissionCheckHandler"> | undefined;
  devicePermission: Handler<"setDevicePermissionHandler"> | undefined;
  displayMedia: Handler<"setDisplayMediaRequestHandler"> | undefined;
  isSpellCheckerEnabled = true;
  beforeRequest: ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | undefined;
  readonly session: Session;

  constructor() {
    this.session = double<Session>("session", {
      on: (event: string, listener: (...args: never[]) => void): Session => {
        this.listeners.add(event, listener);
        return this.session;
      },
      setPermissionRequestHandler: (handler) => void (this.permissionRequest = handler ?? undefined),
      setPermissionCheckHandler: (handler) => void (this.permissionCheck = handler ?? undefined),
      setDevicePermissionHandler: (handler) => void (this.devicePermission = handler ?? undefined),
      setDisplayMediaRequestHandler: (handler) => void (this.displayMedia = handler ?? undefined),
      setSpellCheckerEnabled: (isEnabled) => void (this.isSpellCheckerEnabled = isEnabled),
      webRequest: double<WebRequest>("webRequest", {
        onBeforeRequest: (...args: unknown[]) => {
          this.beforeRequest = args.at(-1) as typeof this.beforeRequest;
        },
      }),
    });
  }

  /** Whether the window may load this address. */
  mayLoad(url: string): boolean {
    let isCancelled: boolean | undefined;
    this.beforeRequest?.({ url }, ({ cancel }) => (isCancelled = cancel));
    return isCancelled === false;
  }
}
