import type { z } from "zod";

import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

/** What is wrong with a message of the window, with the path of the first field. */
export const malformedMessage = ({ issues: [first] }: z.ZodError): AppError =>
  refusal("request-malformed", { path: first?.path.join(".") ?? "", problem: first?.message ?? "" });
