import type { Choice } from "#renderer/kit/Select.tsx";

export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An IANA name in readable form. */
export const timeZoneName = (timeZone: string): string => timeZone.replaceAll("_", " ");

/** All that this computer knows, UTC, and the chosen one, which may have another name here. */
export const timeZoneChoices = (chosen: string): readonly Choice<string>[] =>
  [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen])]
    .toSorted()
    .map((timeZone) => ({ id: timeZone, name: timeZoneName(timeZone) }));
