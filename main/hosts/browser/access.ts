import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The protocol of the bridge's WebSocket; the key travels as a second one, since a page cannot set a header on it. */
export const bridgeProtocol = "countersign.v1";
const keyProtocolPrefix = "key.";

export interface BridgeAccess {
  /** `127.0.0.1:PORT`: the only Host header that is accepted. */
  readonly host: string;
  readonly key: string;
}

export type Refused = { readonly status: 401 | 403 | 421; readonly sentence: string };

const isKey = (given: string | null | undefined, key: string): boolean => {
  const left = Buffer.from(given ?? "");
  const right = Buffer.from(key);
  return left.length === right.length && timingSafeEqual(left, right);
};

const foreignHost: Refused = {
  status: 421,
  sentence: "Countersign answers only at the address that it printed when it started.",
};
const noKey: Refused = {
  status: 401,
  sentence: "This address needs its key. Open the complete address that Countersign printed when it started.",
};
const foreignOrigin: Refused = { status: 403, sentence: "Other pages may not use this Countersign." };

/** Another name in the Host header means a page that resolved its own name to this machine (DNS rebinding). */
export const checkHost = ({ headers }: IncomingMessage, { host }: BridgeAccess): Refused | undefined =>
  headers.host === host ? undefined : foreignHost;

/** The page itself is served only with the key. */
export const checkPage = (url: URL, { key }: BridgeAccess): Refused | undefined =>
  isKey(url.searchParams.get("key"), key) ? undefined : noKey;

/** The bridge is opened only for this process's own page, which knows the key. */
export const checkBridge = (request: IncomingMessage, access: BridgeAccess): Refused | undefined => {
  const { headers } = request;
  if (headers.origin !== `http://${access.host}`) return foreignOrigin;
  const protocols = (headers["sec-websocket-protocol"] ?? "").split(",").map((protocol) => protocol.trim());
  const key = protocols.find((protocol) => protocol.startsWith(keyProtocolPrefix))?.slice(keyProtocolPrefix.length);
  return isKey(key, access.key) ? undefined : noKey;
};
