/** Why a command is refused before the engine sees it. The sentence of each code is in the contract's closed list. */
export const commandRefusalCodes = [
  "command-type-unknown",
  "command-malformed",
  "text-too-long",
  "order-unknown",
  "actor-mismatch",
  "device-of-another-person",
  "earlier-command-missing",
  "newer-kind",
  "newer-program-needed",
] as const;

export type CommandRefusalCode = (typeof commandRefusalCodes)[number];
