import { mailOperations } from "./mail.ts";

/** All that the server can be asked for over HTTP, by name: what its routes answer, and what its clients call. */
export const operations = { ...mailOperations } as const;
