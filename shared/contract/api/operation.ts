import type { z } from "zod";

/** Something that the server can be asked for over HTTP: the address, the input, and the answer on success. */
export interface OperationShape {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for each parameter. */
  readonly path: `/${string}`;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** The statuses of success; 200 if none is named. The first is the usual one. */
  readonly statuses?: readonly [number, ...number[]];
}

/** An operation with its name, which is also its `operationId` in the OpenAPI document. */
export interface Operation extends OperationShape {
  readonly id: string;
}

type Part = "params" | "query" | "body";

/** What a caller passes, before defaults are filled in. */
export type Given<Of extends OperationShape, Name extends Part> =
  Of[Name] extends z.ZodType<unknown, infer Input> ? Input : undefined;

/** What a handler gets, parsed by the schema. */
export type Taken<Of extends OperationShape, Name extends Part> =
  Of[Name] extends z.ZodType<infer Output> ? Output : undefined;

/** What was asked for. */
export type AnswerOf<Of extends OperationShape> = z.output<Of["answer"]>;

/** Names each operation by its key. */
export const operationsOf = <const Shapes extends Readonly<Record<string, OperationShape>>>(
  shapes: Shapes,
): { readonly [Id in keyof Shapes]: Shapes[Id] & { readonly id: Id } } =>
  Object.fromEntries(Object.entries(shapes).map(([id, shape]) => [id, { ...shape, id }])) as {
    readonly [Id in keyof Shapes]: Shapes[Id] & { readonly id: Id };
  };
