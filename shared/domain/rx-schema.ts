import { z } from "zod";

/** The JSON schema that RxDB needs: draft 7 with a primary key, and indexes over required, bounded fields. */
export interface RxSchema {
  readonly title: string;
  readonly version: number;
  readonly primaryKey: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly indexes: readonly (readonly string[])[];
}

export interface RxSchemaOptions {
  readonly title: string;
  /** Raised whenever the stored shape changes; RxDB then requires a migration. */
  readonly version: number;
  readonly primaryKey: string;
  readonly indexes: readonly (readonly string[])[];
}

type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"];

/**
 * RxDB supports no references, so a field of any JSON is left open. It indexes whole numbers only with their step, and
 * text only with its maximum length, even if the text is an enumeration.
 */
const forRxDb: Override = ({ jsonSchema }) => {
  const { additionalProperties, type, enum: words } = jsonSchema;
  if (typeof additionalProperties === "object" && additionalProperties.$ref !== undefined)
    jsonSchema.additionalProperties = true;
  if (type === "integer") jsonSchema.multipleOf = 1;
  if (type === "string" && words !== undefined)
    jsonSchema.maxLength = Math.max(...words.map((word) => String(word).length));
};

/** Derives RxDB's schema from a document's zod schema, so that the two cannot drift apart. */
export const toRxSchema = (schema: z.ZodObject, options: RxSchemaOptions): RxSchema => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "output",
    override: forRxDb,
  });
  return {
    title: options.title,
    version: options.version,
    primaryKey: options.primaryKey,
    type: "object",
    properties: properties as Record<string, object>,
    required,
    indexes: options.indexes,
  };
};
