import type { LookupAddress, LookupAllOptions, LookupOptions } from "node:dns";
import { lookup } from "node:dns";
import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

/** The target is an address that only this machine or its network can reach; nothing is sent there. */
export class PrivateAddressError extends Error {
  constructor() {
    super("The address is not a public one");
  }
}

/** All public IPv6 addresses (RFC 4291); others carry an IPv4 address or are reserved. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

/**
 * Whether an address is on the public internet: not private, loopback, link-local, shared (CGNAT), multicast or reserved,
 * and not a form that contains another address (IPv4-mapped ones are treated as the IPv4 address).
 *
 * @internal
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const bare = ipaddr.process(address);
  return bare.range() === "unicast" && (bare.kind() === "ipv4" || bare.match(globalUnicast));
};

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
type ConnectionLookup = (hostname: string, options: LookupOptions, callback: LookupCallback) => void;

/** Finds all addresses of a name, as `dns.lookup` does. */
type Resolver = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for a connection, and refuses it if any of its addresses is not public. The connection uses exactly the
 * checked addresses, so that a name that resolves differently a moment later gains nothing.
 */
export const publicLookup =
  (resolve: Resolver = lookup): ConnectionLookup =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new PrivateAddressError(), []);
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };

/** A host that is already an address is never looked up, so it is checked here. */
export const refusePrivateHost = ({ hostname }: URL): void => {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new PrivateAddressError();
};
