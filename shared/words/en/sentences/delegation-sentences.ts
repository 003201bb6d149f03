import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** Delegations: who stands in for whom. */
export const delegationSentences = {
  "delegation-of-another": {
    happened: "Only {{person}} or an administrator of their organisation may choose who stands in for them.",
    next: "Ask them or an administrator.",
  },
  "delegation-not-in-force": {
    happened: "You stand in for {{person}} from {{validFrom}} to {{validUntil}}, not now.",
    next: "Decide within that time, or ask {{person}} to change it.",
  },
  "delegation-to-oneself": {
    happened: "Nobody can stand in for themselves.",
    next: "Name another person.",
  },
  "delegation-malformed": {
    happened: "The end of the delegation, {{validUntil}}, is not after its start, {{validFrom}}.",
    next: "Choose an end after the start.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
