import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";

import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import { schemaProblems } from "@countersign/shared/domain/schema-problems.ts";

import { unstorable } from "./storable.ts";

/** A request with invalid fields. */
class FieldErrors extends Error {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super("The request does not fit its schema");
    this.fields = fields;
  }
}

export const isFieldErrors = (error: unknown): error is FieldErrors => error instanceof FieldErrors;

const mostFields = 20;

/** The invalid fields of a request, as many as an answer lists; the path of the whole is called `body`. */
export const fieldProblems = (error: z.ZodError, input: unknown, root?: string): FieldProblem[] =>
  schemaProblems(error, input, root).slice(0, mostFields);

/** Checks a part of a request by its zod schema, after checking that it can be stored at all. */
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
