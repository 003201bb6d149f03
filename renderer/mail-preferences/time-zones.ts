import type { Choice } from "#renderer/kit/Select.tsx";

export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An IANA name as people read it. */
export const timeZoneName = (timeZone: string): string => timeZone.replaceAll("_", " ");

/** All that this computer knows, with UTC, and with the chosen one although it may go by another name here. */
export const timeZoneChoices = (chosen: string): readonly Choice<string>[] =>
  [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen])]
    .toSorted()
    .map((timeZone) => ({ id: timeZone, name: timeZoneName(timeZone) }));
