import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns";
import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

/** The target is an address that only this machine or its network reaches; nothing is sent there. */
export class PrivateAddressError extends Error {
  constructor() {
    super("The address is not a public one");
  }
}

/**
 * Whether an address is one of the public internet: not private, loopback, link-local, shared (CGNAT), multicast or
 * reserved, and not a form that carries another address in it (IPv4-mapped ones are looked at as what they carry).
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "unicast";
};

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Resolves a name for a connection and refuses it when any of its addresses is not public. The connection is made to
 * the very addresses that were looked at, so that a name that resolves otherwise a moment later gains nothing.
 */
export const publicLookup = (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new PrivateAddressError(), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/** A host that is an address already is never looked up, so it is looked at here. */
export const refusePrivateHost = ({ hostname }: URL): void => {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new PrivateAddressError();
};
