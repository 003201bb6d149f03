import type { z } from "zod";

import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

/** A field, a value or a variant that a schema does not know. What is missing or malformed is no sign of a newer server. */
const isUnknownToUs = (issue: z.core.$ZodIssue): boolean => {
  switch (issue.code) {
    case "unrecognized_keys":
    case "invalid_value":
      return true;
    case "invalid_union":
      return issue.errors.length === 0 || issue.errors.some((option) => option.every(isUnknownToUs));
    default:
      return false;
  }
};

/** What to tell of an answer with this HTTP status that does not fit: it is of a newer server, or of a faulty one. */
export const unfitAnswer = ({ issues }: z.ZodError, status: number): AppError =>
  issues.some(isUnknownToUs) ? refusal("client-too-old") : refusal("server-failed", { status });

/** What a text says; `undefined`, which fits no schema of ours, when it is no JSON. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // That it does not fit is the caller's failure to report.
    return undefined;
  }
};
