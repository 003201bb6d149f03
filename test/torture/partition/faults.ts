import type { Random } from "@countersign/server/demo/random.ts";

/** What happens to one exchange, a request and its answer, between two programs. */
export type Fault =
  | { readonly kind: "none" }
  /** The delay of each piece. */
  | { readonly kind: "slow"; readonly millis: number }
  /** It passes a few bytes at a time. */
  | { readonly kind: "trickle"; readonly bytes: number }
  /** The connection is reset before anything of it was delivered. */
  | { readonly kind: "reset" }
  | { readonly kind: "cut request"; readonly share: number }
  | { readonly kind: "cut answer"; readonly share: number; readonly ending: "reset" | "end" }
  /** The request is delivered and done; the connection dies before the answer. */
  | { readonly kind: "lost answer" }
  /** Half open: from some point on nothing arrives in either direction, and nobody is told. */
  | { readonly kind: "silence"; readonly isDelivered: boolean; readonly answerPieces: number }
  /** The request is delivered and done; the process that did it is killed before the answer gets out. */
  | { readonly kind: "killed" };

export const none: Fault = { kind: "none" };

const isStream = (request: string): boolean => request.startsWith("GET /v1/sync/stream");

/** A stream lives long and matters more than a request, so faults hit it less often; a cut comes after its first event. */
const faultOfStream = (random: Random): Fault =>
  random.chance(0.15)
    ? random.pick<Fault>([
        { kind: "silence", isDelivered: false, answerPieces: 0 },
        { kind: "silence", isDelivered: true, answerPieces: random.integer(0, 3) },
        { kind: "cut answer", share: random.next(), ending: random.pick(["reset", "end"]) },
        { kind: "reset" },
      ])
    : none;

/** The fault of an exchange of a device with a node. Most have none, so that something happens at all. */
export const faultFor = (request: string, random: Random): Fault => {
  if (isStream(request)) return faultOfStream(random);
  if (random.chance(0.7)) return none;
  if (random.chance(0.06))
    return { kind: "silence", isDelivered: random.chance(0.5), answerPieces: random.integer(0, 1) };
  return random.pick<Fault>([
    { kind: "slow", millis: random.integer(5, 150) },
    { kind: "trickle", bytes: random.integer(1, 64) },
    { kind: "reset" },
    { kind: "cut request", share: random.next() },
    { kind: "cut answer", share: random.next(), ending: random.pick(["reset", "end"]) },
    { kind: "lost answer" },
    { kind: "lost answer" },
  ]);
};
