import type { z } from "zod";

import type { AppError } from "@countersign/shared/contract/views.ts";
import { malformedArguments } from "@countersign/shared/domain/field-problem.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { firstSchemaProblem } from "@countersign/shared/domain/schema-problems.ts";

/** What is wrong with a message from the window, with the path of the first invalid field. */
export const malformedMessage = (error: z.ZodError, sent: unknown): AppError =>
  refusal("request-malformed", malformedArguments(firstSchemaProblem(error, sent)));
