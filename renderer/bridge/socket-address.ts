export interface SocketAddress {
  readonly url: string;
  readonly protocols: readonly string[];
}

/**
 * Where the main process of this page listens. The key stays in the page's address, so that a reload works, and travels as
 * a subprotocol, because a browser lets a page set no header on a WebSocket.
 */
export const socketAddress = (page: Pick<Location, "protocol" | "host" | "search">): SocketAddress => {
  const scheme = page.protocol === "https:" ? "wss" : "ws";
  const key = new URLSearchParams(page.search).get("key") ?? "";
  return { url: `${scheme}://${page.host}/bridge`, protocols: ["countersign.v1", `key.${key}`] };
};
