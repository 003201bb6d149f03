/*
 * The versions of the protocol between main and server, and of the documents that go over it.
 *
 * A device and a server each speak a range of versions and name it in a header, so either may be updated first. The
 * server serves every version that was ever released: `oldestProtocol` never rises.
 *
 * Most changes need no new version, because a device reads loosely (`shared/domain/loose.ts`): a new field, a new member of a
 * closed list, a new collection, a new event, a new code. Nor does a new command: a server that does not know it refuses
 * it. A new version is for what the other side has to know: another way to ask or to send, and a new duty of those who
 * decide, which documents name in `decidableFrom`. Names and meanings never change: new ones are added.
 *
 * History:
 * - 1: signing in, pull by collection and position, push with verdicts, the stream of events with pages, one's own
 *   commands with their verdicts, `decidableFrom`.
 */

export const oldestProtocol = 1;
export const newestProtocol = 1;

/** The versions that one side speaks, both ends included. */
export interface ProtocolRange {
  readonly oldest: number;
  readonly newest: number;
}

/** What this program speaks, as a device and as a server. */
export const ownProtocols: ProtocolRange = { oldest: oldestProtocol, newest: newestProtocol };

export const protocolHeader = "countersign-protocol";

/** The format of a range in a header. */
export const protocolRangePattern = /^([1-9]\d{0,5})-([1-9]\d{0,5})$/;

/** A range as it is written in the header: `1-3`. @internal */
export const writeProtocols = ({ oldest, newest }: ProtocolRange): string => `${oldest}-${newest}`;

/** The headers of every call between the two. */
export const protocolHeaders: Readonly<Record<typeof protocolHeader, string>> = {
  [protocolHeader]: writeProtocols(ownProtocols),
};

/** The range in a header; `undefined` when there is none. */
export const readProtocols = (header: unknown): ProtocolRange | undefined => {
  const [, oldest, newest] = (typeof header === "string" && protocolRangePattern.exec(header)) || [];
  const range = { oldest: Number(oldest), newest: Number(newest) };
  return range.oldest <= range.newest ? range : undefined;
};

/** Why a server cannot serve a device, if it cannot: the versions that the two speak have to overlap. */
export const protocolObjection = (
  device: ProtocolRange | undefined,
  server: ProtocolRange,
): "client-too-old" | "server-too-old" | undefined => {
  if (device === undefined || device.newest < server.oldest) return "client-too-old";
  return device.oldest > server.newest ? "server-too-old" : undefined;
};
