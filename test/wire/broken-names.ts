import type { Bounds, WireNames } from "./names.ts";

/** A line of names without its type, and without the mark of a required field. */
const nameIn = (line: string): string => line.replace(/!? \S*$/, "");
const isRequired = (line: string): boolean => line.startsWith(`${nameIn(line)}! `);
const asOptional = (line: string): string => line.replace("! ", " ");
const parentOf = (line: string): string => nameIn(line).replace(/\.[^.]*$/, "");

/** Whether everything within the bound is also within the other one, which may be missing. */
const isWithin = (key: string, bound: number | string | undefined, other: number | string | undefined): boolean => {
  if (other === undefined || bound === other) return true;
  if (typeof bound !== "number" || typeof other !== "number") return false;
  return / max\w+$/.test(key) ? bound <= other : bound >= other;
};

/** A device reads past upper bounds and the form of an e-mail address (`shared/domain/loose.ts`). */
const isReadPast = (key: string, bound: number | string): boolean => / max\w+$/.test(key) || bound === "email";

/** A value that a program sends today, or may send, within the frozen bounds, and that is refused. */
const refusedBounds = (sent: Bounds, accepted: Bounds): string[] =>
  Object.keys(accepted).filter((key) => !isWithin(key, sent[key], accepted[key]));

/**
 * What today breaks for a program that knows only the frozen names: a name, a type or a member of a closed list that is gone,
 * a field of an answer that may be missing now, a field that requests have to have now, and a bound that one side has
 * moved so that the other refuses what it is sent.
 */
export const brokenNames = (frozen: WireNames, today: WireNames): string[] => {
  const sent = new Set(today.toDevice.names.flatMap((line) => [line, asOptional(line)]));
  const taken = new Set(today.toServer.names.map(asOptional));
  const asked = new Set(frozen.toServer.names);
  const known = new Set(frozen.toServer.names.map(parentOf));
  const values = new Set(frozen.toServer.names.map(nameIn));
  const read = Object.fromEntries(
    Object.entries(frozen.toDevice.bounds).filter(([key, bound]) => !isReadPast(key, bound)),
  );
  return [
    ...frozen.toDevice.names.filter((line) => !sent.has(line)),
    ...frozen.toServer.names.filter((line) => !taken.has(asOptional(line))),
    ...today.toServer.names.filter((line) => isRequired(line) && !asked.has(line) && known.has(parentOf(line))),
    ...refusedBounds(frozen.toServer.bounds, today.toServer.bounds).filter((key) => values.has(nameIn(key))),
    ...refusedBounds(today.toDevice.bounds, read),
  ];
};
