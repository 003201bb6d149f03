import { z } from "zod";

/** The names by which the OpenAPI document refers to schemas. */
export const componentNames = z.registry<{ id: string }>();

const taken = new Set<string>();

/** Gives a schema its name in the OpenAPI document. @throws Error for a second schema of that name. */
export const named = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  if (taken.has(id)) throw new Error(`Two schemas are named ${id}`);
  taken.add(id);
  componentNames.add(schema, { id });
  return schema;
};
