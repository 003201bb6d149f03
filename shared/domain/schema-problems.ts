import type { z } from "zod";

import type { FieldProblem } from "./field-problem.ts";
import { isFieldCode } from "./field-codes.ts";
import type { RefusalArguments } from "./refusal.ts";

type Issue = z.core.$ZodIssue;
type Reason = Pick<FieldProblem, "code" | "args">;

const isArgument = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

/** A schema's own check gives its code as the message, and its figures as `params`. */
const ownReason = ({ message, ...issue }: Issue): Reason => {
  const params = issue.code === "custom" ? Object.entries(issue.params ?? {}) : [];
  const args: RefusalArguments = Object.fromEntries(
    params.flatMap(([name, value]) => (isArgument(value) ? [[name, value]] : [])),
  );
  return { code: isFieldCode(message) ? message : "not-valid", ...(params.length === 0 ? {} : { args }) };
};

const tooBig = ({ origin, maximum, inclusive, exact }: z.core.$ZodIssueTooBig): Reason => {
  const max = Number(maximum);
  if (exact === true) return { code: "not-of-length", args: { length: max } };
  if (origin === "string") return { code: "longer-than", args: { max } };
  if (origin === "array" || origin === "set" || origin === "map") return { code: "more-than", args: { max } };
  return { code: inclusive === false ? "not-below" : "above", args: { max } };
};

const tooSmall = ({ origin, minimum, inclusive, exact }: z.core.$ZodIssueTooSmall): Reason => {
  const min = Number(minimum);
  if (exact === true) return { code: "not-of-length", args: { length: min } };
  const isCounted = origin === "string" || origin === "array" || origin === "set" || origin === "map";
  if (isCounted && min === 1) return { code: "empty" };
  if (origin === "string") return { code: "shorter-than", args: { min } };
  if (origin === "array" || origin === "set" || origin === "map") return { code: "fewer-than", args: { min } };
  return { code: inclusive === false ? "not-above" : "below", args: { min } };
};

/** A bound, because a caller may send thousands of names and the answer is stored. */
const longestList = 200;

const listed = (values: readonly unknown[]): string => {
  const text = values.map(String).join(", ");
  return text.length > longestList ? `${text.slice(0, longestList)}…` : text;
};

const valueAt = (input: unknown, path: Issue["path"]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

const reasonOf = (issue: Issue, input: unknown): Reason => {
  if (isFieldCode(issue.message)) return ownReason(issue);
  if (issue.path.length > 0 && valueAt(input, issue.path) === undefined) return { code: "missing" };
  switch (issue.code) {
    case "invalid_type":
      return { code: "not-of-type", args: { type: issue.expected } };
    case "too_big":
      return tooBig(issue);
    case "too_small":
      return tooSmall(issue);
    case "invalid_format":
      return { code: "not-written-as", args: { format: issue.format } };
    case "not_multiple_of":
      return { code: "not-multiple-of", args: { divisor: issue.divisor } };
    case "unrecognized_keys":
      return { code: "unknown-fields", args: { fields: listed(issue.keys) } };
    case "invalid_value":
      return { code: "not-one-of", args: { values: listed(issue.values) } };
    case "invalid_union":
      return { code: "fits-no-form" };
    default:
      return ownReason(issue);
  }
};

/** Each issue of a failed parse of `input` as path and code; the path of the whole is called `root`. */
export const schemaProblems = ({ issues }: z.ZodError, input: unknown, root = "body"): FieldProblem[] =>
  issues.map((issue) => ({
    path: issue.path.length === 0 ? root : issue.path.join("."),
    ...reasonOf(issue, input),
  }));

/** The first problem; a failed parse always has one. */
export const firstSchemaProblem = (error: z.ZodError, input: unknown, root?: string): FieldProblem =>
  schemaProblems(error, input, root)[0] ?? { path: root ?? "body", code: "not-valid" };
