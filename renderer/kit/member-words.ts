import type { Newer } from "@countersign/shared/domain/newer.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";

import { screenWords } from "./screen-words.ts";

/** A member of a closed list in words; a member that only a newer version knows is called a newer kind. */
export const memberWords = <Known>(member: Known | Newer, words: (known: Known) => string): string =>
  isNewer(member) ? screenWords("kit")("newer") : words(member);
