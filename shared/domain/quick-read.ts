import type { z } from "zod";

/*
 * Zod copies everything that it reads. For valid values that is most of its work, and a first sync reads hundreds of
 * megabytes. So a value is first only checked, with checks derived from the same schema. A value that passes is one that
 * zod would return unchanged; anything else goes to zod, which decides.
 */

/** `true` means that the schema accepts the value unchanged; `false` that zod has to decide. */
type Check = (value: unknown) => boolean;

type AnySchema = z.core.$ZodType;
type AnyRule = z.core.$ZodCheck;

/** For kinds of schemas that may change a value, or that are not worth a check of their own. */
const ask: Check = () => false;

/** Formats that are no more than their pattern. */
const plainFormats: ReadonlySet<string> = new Set(["datetime", "uuid", "email", "regex"]);

const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const ruleOf = (rule: AnyRule): Check => {
  const { def } = rule._zod as z.core.$ZodChecks["_zod"];
  switch (def.check) {
    case "min_length":
      return (value) => (value as string | unknown[]).length >= def.minimum;
    case "max_length":
      return (value) => (value as string | unknown[]).length <= def.maximum;
    case "length_equals":
      return (value) => (value as string | unknown[]).length === def.length;
    case "greater_than":
      return (value) => (def.inclusive ? Number(value) >= Number(def.value) : Number(value) > Number(def.value));
    case "less_than":
      return (value) => (def.inclusive ? Number(value) <= Number(def.value) : Number(value) < Number(def.value));
    case "number_format":
      return def.format === "safeint" ? Number.isSafeInteger : ask;
    case "string_format": {
      const { pattern, format } = def;
      if (pattern === undefined || pattern.global || pattern.sticky || !plainFormats.has(format)) return ask;
      return (value) => pattern.test(value as string);
    }
    default:
      return ask;
  }
};

/** Checks given as functions: refinements, and changes such as trimming, which may change nothing. */
const functionRuleOf = (rule: AnyRule): Check | undefined => {
  const { check, fn, tx } = rule._zod.def as z.core.$ZodCheckDef & {
    readonly fn?: (value: unknown) => unknown;
    readonly tx?: (value: unknown) => unknown;
  };
  if (check === "custom" && fn !== undefined) return (value) => fn(value) === true;
  if (check === "overwrite" && tx !== undefined) return (value) => tx(value) === value;
  return undefined;
};

/** The rules of a schema; a format such as a date is a rule itself. */
const rulesOf = (schema: AnySchema): Check[] => {
  const { def, traits } = schema._zod;
  const own = traits.has("$ZodCheck") ? [schema as unknown as AnyRule] : [];
  return [...own, ...(def.checks ?? [])].map((rule) => functionRuleOf(rule) ?? ruleOf(rule));
};

const allOf = (kind: Check, rules: readonly Check[]): Check => {
  const [first, second] = rules;
  if (first === undefined) return kind;
  if (second === undefined) return (value) => kind(value) && first(value);
  return (value) => kind(value) && rules.every((rule) => rule(value));
};

const objectCheck = (def: z.core.$ZodObjectDef): Check => {
  const others = def.catchall?._zod.def.type;
  if (others !== "never" && others !== "unknown") return ask;
  const keepsOthers = others === "unknown";
  const fields = new Map<string, { check: Check; isRequired: boolean }>();
  for (const [name, field] of Object.entries(def.shape))
    fields.set(name, { check: checkOf(field), isRequired: field._zod.def.type !== "optional" });
  const required = [...fields.values()].filter(({ isRequired }) => isRequired).length;
  return (value) => {
    if (!isJsonObject(value)) return false;
    let found = 0;
    for (const name in value) {
      const field = fields.get(name);
      if (field === undefined) {
        // Zod would drop this field.
        if (!keepsOthers || name === "__proto__") return false;
        continue;
      }
      if (!field.check(value[name])) return false;
      if (field.isRequired) found += 1;
    }
    return found === required;
  };
};

const recordCheck = ({ keyType, valueType }: z.core.$ZodRecordDef): Check => {
  const [isKey, isValue] = [checkOf(keyType), checkOf(valueType)];
  return (value) => {
    if (!isJsonObject(value)) return false;
    for (const name in value) if (name === "__proto__" || !isKey(name) || !isValue(value[name])) return false;
    return true;
  };
};

const kindOf = (schema: AnySchema): Check => {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "string":
      return def.coerce === true ? ask : (value) => typeof value === "string";
    case "number":
      return def.coerce === true ? ask : Number.isFinite;
    case "boolean":
      return def.coerce === true ? ask : (value) => typeof value === "boolean";
    case "null":
      return (value) => value === null;
    case "unknown":
      return () => true;
    case "literal":
    case "enum": {
      const { values } = schema._zod;
      return (value) => values?.has(value as z.core.util.Primitive) === true;
    }
    case "array": {
      const isElement = checkOf(def.element);
      return (value) => Array.isArray(value) && value.every(isElement);
    }
    case "object":
      return objectCheck(def);
    case "record":
      return recordCheck(def);
    case "optional":
      return checkOf(def.innerType);
    case "union": {
      const options = def.options.map(checkOf);
      return (value) => options.some((option) => option(value));
    }
    default:
      return ask;
  }
};

const checkOf = (schema: AnySchema): Check => allOf(kindOf(schema), rulesOf(schema));

const checks = new WeakMap<AnySchema, Check>();

/**
 * Reads a value from `JSON.parse`, as `schema.safeParse` does, and returns the value itself if it is valid
 * unchanged. For schemas that do not refer to themselves.
 */
export const quickRead = <Value>(schema: z.ZodType<Value>, value: unknown): z.ZodSafeParseResult<Value> => {
  let check = checks.get(schema);
  if (check === undefined) {
    check = checkOf(schema);
    checks.set(schema, check);
  }
  return check(value) ? { success: true, data: value as Value } : schema.safeParse(value);
};
