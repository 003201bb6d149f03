import type { CustomScheme } from "electron";

import { screenHeaders } from "#main/hosts/screen-headers.ts";
import type { ScreenFile } from "#main/hosts/screen-files.ts";

import { isScreensUrl, screensScheme } from "./screens-address.ts";

/** An origin of its own with the rights of a secure page, and none that weaken it (no CSP bypass, no CORS, no workers). */
export const screensPrivileges: CustomScheme = {
  scheme: screensScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

const plainText = "text/plain; charset=utf-8";

const respond = (status: number, type: string, content: string | Uint8Array<ArrayBuffer>): Response =>
  new Response(content, { status, headers: { ...screenHeaders("'none'"), "content-type": type } });

/** Answers `app://countersign/…` from the table of built screens; an address never becomes a path on disk. */
export const answerScreens =
  (files: ReadonlyMap<string, ScreenFile>) =>
  ({ url, method }: Pick<Request, "url" | "method">): Response => {
    if (!isScreensUrl(url)) return respond(404, plainText, "There is nothing here.\n");
    if (method !== "GET") return respond(405, plainText, "Only GET is possible here.\n");
    const { pathname } = new URL(url);
    const file = files.get(pathname === "/" ? "/index.html" : pathname);
    if (file === undefined) return respond(404, plainText, "There is nothing here.\n");
    return respond(200, file.type, new Uint8Array(file.content));
  };
