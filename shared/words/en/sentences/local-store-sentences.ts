import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** The data on this device. */
export const localStoreSentences = {
  "local-store-full": {
    happened: "Nothing new can be kept: there is no space left on the disk.",
    next: "Free some disk space and try again. Everything kept before is safe.",
  },
  "local-store-read-only": {
    happened: "Nothing new can be kept: the data folder cannot be written.",
    next: "Give your user the right to write to the data folder and try again. Everything kept before is safe.",
  },
  "local-store-locked": {
    happened: "Another Countersign uses this data. {{detail}}",
    next: "Close the other one, or choose another folder with --data.",
  },
  "local-store-damaged": {
    happened: "The local data file is damaged.",
    next: "Restart Countersign; it sets the file aside and loads the orders again.",
  },
  "local-store-recovered": {
    happened:
      "The local data file was damaged. {{rescued}} of your decisions that were still to be sent could be read from it and are sent now; everything else is loaded again.",
    next: "Look into the outbox for decisions that are missing and make them again. The damaged file was kept as {{file}}.",
  },
  "local-store-key-missing": {
    happened: "The local data is encrypted, and this computer does not give the key to it. {{detail}}",
    next: "Unlock the key store of your computer and start Countersign again. If the key is gone for good, move this file away; everything that was sent is loaded again.",
  },
  "local-store-not-encrypted": {
    happened: "The local data is not encrypted, because this program has no key store here.",
    next: "Use the desktop application, or encrypt the disk.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
