import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** The data on this device. */
export const localStoreSentences = {
  "local-store-full": {
    happened: "Nothing new can be kept: there is no space left on the disk.",
    next: "Free some disk space and try again. Everything kept before is safe.",
  },
  "local-store-read-only": {
    happened: "Nothing new can be kept: the data folder cannot be written to.",
    next: "Give your user account permission to write to the data folder and try again. Everything kept before is safe.",
  },
  "local-store-locked": {
    happened: "Another Countersign is using this data. {{detail}}",
    next: "Close the other one, or choose another folder with --data.",
  },
  "local-store-damaged": {
    happened: "The local data file is damaged.",
    next: "Restart Countersign; it sets the file aside and loads the orders again.",
  },
  "local-store-recovered": {
    happened:
      "The local data file was damaged. {{rescued}} of your unsent decisions could be read from it and are being sent; everything else is being loaded again.",
    next: "Check the outbox for missing decisions and make them again. The damaged file was kept as {{file}}.",
  },
  "local-store-key-missing": {
    happened: "The local data is encrypted, and this computer does not provide its key. {{detail}}",
    next: "Unlock the key store of your computer and start Countersign again. If the key is gone for good, move this file away; everything that was sent is loaded again.",
  },
  "local-store-not-encrypted": {
    happened: "The local data is not encrypted, because this program has no key store here.",
    next: "Use the desktop application, or encrypt the disk.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
