import type { ConnectionOptions } from "@nats-io/transport-node";

/** A connection that has not answered two of these pings is lost. */
const pingMillis = 20_000;

/**
 * `nats://host:4222`, `nats://user:password@host`, `nats://token@host`, with TLS as `tls://…`; several separated by commas.
 * @throws TypeError if one is not an address.
 */
export const natsOptions = (natsUrl: string): ConnectionOptions => {
  const urls = natsUrl.split(",").map((one) => new URL(one));
  const [{ username, password, protocol } = new URL("nats://localhost")] = urls;
  const user = decodeURIComponent(username);
  const login = password === "" ? { token: user } : { user, pass: decodeURIComponent(password) };
  return {
    name: "countersign",
    servers: urls.map(({ hostname, port }) => `${hostname}:${port === "" ? "4222" : port}`),
    ...(user === "" ? {} : login),
    ...(protocol === "tls:" ? { tls: {} } : {}),
    noEcho: true,
    // Reconnecting is our own task, for ever, with everything that belongs to it.
    reconnect: false,
    pingInterval: pingMillis,
    maxPingOut: 2,
  };
};
