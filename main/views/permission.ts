import type { Permission } from "@countersign/shared/contract/views.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

/** An answer of the rules as the screens get it. */
export const permission = (result: Result<unknown, Refusal>): Permission =>
  result.ok ? { allowed: true } : { allowed: false, refusal: result.error };
