import type { WireNames } from "./names.ts";

/** A line of {@link WireNames} without its type, and without the mark of a required field. */
const nameIn = (line: string): string => line.replace(/!? \S*$/, "");
const isRequired = (line: string): boolean => line.startsWith(`${nameIn(line)}! `);
const asOptional = (line: string): string => line.replace("! ", " ");
const parentOf = (line: string): string => nameIn(line).replace(/\.[^.]*$/, "");

/**
 * What today breaks for a program that knows only the frozen names: a name, a type or a member of a closed list that is gone,
 * a field of an answer that may be missing now, and a field that requests have to have now.
 */
export const brokenNames = (frozen: WireNames, today: WireNames): string[] => {
  const sent = new Set(today.toDevice.flatMap((line) => [line, asOptional(line)]));
  const taken = new Set(today.toServer.map(asOptional));
  const asked = new Set(frozen.toServer);
  const known = new Set(frozen.toServer.map(parentOf));
  return [
    ...frozen.toDevice.filter((line) => !sent.has(line)),
    ...frozen.toServer.filter((line) => !taken.has(asOptional(line))),
    ...today.toServer.filter((line) => isRequired(line) && !asked.has(line) && known.has(parentOf(line))),
  ];
};
