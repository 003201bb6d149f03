import type { ErrorCode } from "@countersign/shared/contract/errors.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { StorageErrorCode } from "./storage/index.ts";
import { StorageError } from "./storage/index.ts";

const codes: Partial<Record<StorageErrorCode, ErrorCode>> = {
  "disk-full": "local-store-full",
  "input-output": "local-store-full",
  "read-only": "local-store-read-only",
  "cannot-open": "local-store-read-only",
  "locked-by-another-process": "local-store-locked",
  damaged: "local-store-damaged",
  "key-missing": "local-store-key-missing",
  "wrong-key": "local-store-key-missing",
  "newer-format": "client-too-old",
  "not-a-storage-file": "local-store-damaged",
};

const findStorageError = (error: unknown): StorageError | undefined => {
  if (error instanceof StorageError) return error;
  return error instanceof Error && error.cause !== undefined ? findStorageError(error.cause) : undefined;
};

/** A failure of the local store as an error that a person can act on, or `undefined` for any other error. */
export const storeErrorOf = (error: unknown): AppError | undefined => {
  const failure = findStorageError(error);
  const code = failure && codes[failure.code];
  return code && refusal(code, { detail: failure.message });
};
