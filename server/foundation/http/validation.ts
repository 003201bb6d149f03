import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";

import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import { schemaProblems } from "@countersign/shared/domain/schema-problems.ts";

import { unstorable } from "./storable.ts";

/** A request of which some fields do not fit. */
class FieldErrors extends Error {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super("The request does not fit its schema");
    this.fields = fields;
  }
}

export const isFieldErrors = (error: unknown): error is FieldErrors => error instanceof FieldErrors;

const mostFields = 20;

/** What does not fit in a request, as far as an answer lists it; the path of the whole is called `body`. */
export const fieldProblems = (error: z.ZodError, input: unknown, root?: string): FieldProblem[] =>
  schemaProblems(error, input, root).slice(0, mostFields);

/** Checks a part of a request by its zod schema, after making sure that it can be stored at all. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = "body" }) =>
  (data: unknown) => {
    const obstacle = unstorable(data);
    if (obstacle !== undefined)
      return { error: new FieldErrors([{ ...obstacle, path: obstacle.path === "" ? httpPart : obstacle.path }]) };
    const parsed = schema.safeParse(data);
    return parsed.success
      ? { value: parsed.data }
      : { error: new FieldErrors(fieldProblems(parsed.error, data, httpPart)) };
  };
