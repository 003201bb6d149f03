import type { FieldCode } from "@countersign/shared/domain/field-codes.ts";
import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";

const deepest = 64;

/** A value inside the request, and its path. */
interface Place {
  readonly value: object;
  readonly depth: number;
  readonly key: string;
  readonly parent?: Place;
}

const pathOf = (place: Place | undefined, key: string): string => {
  const keys = [key];
  for (let up = place; up?.parent !== undefined; up = up.parent) keys.unshift(up.key);
  return keys.filter((part) => part !== "").join(".");
};

/** PostgreSQL cannot store U+0000 or lone surrogates in text. */
const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

const problemOf = (key: string, value: unknown, depth: number): FieldCode | undefined => {
  if (!isStorable(key)) return "unstorable-name";
  if (typeof value === "string" && !isStorable(value)) return "unstorable-character";
  return typeof value === "object" && value !== null && depth === deepest ? "nested-too-deeply" : undefined;
};

/**
 * The first value in `root` that cannot be stored. Not recursive: a request may be nested as deeply as its size allows,
 * which would exhaust the stack.
 */
export const unstorable = (root: unknown): FieldProblem | undefined => {
  const whole = problemOf("", root, 0);
  if (whole !== undefined) return { path: "", code: whole };
  const waiting: Place[] = typeof root === "object" && root !== null ? [{ value: root, depth: 0, key: "" }] : [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const depth = place.depth + 1;
    for (const key in place.value) {
      const value = (place.value as Record<string, unknown>)[key];
      const code = problemOf(key, value, depth);
      if (code !== undefined) return { path: pathOf(place, isStorable(key) ? key : ""), code };
      if (typeof value === "object" && value !== null) waiting.push({ value, depth, key, parent: place });
    }
  }
  return undefined;
};
