import type { FieldProblem } from "#shared/domain/field-problem.ts";

import { englishFields } from "./en/fields.ts";
import { fillText } from "./fill-text.ts";
import type { Formats } from "./formats.ts";
import { plainFormats } from "./formats.ts";

/** What is wrong with a field. It reaches screens and the API, which speak English. */
export const fieldText = (
  { code, args = {} }: Pick<FieldProblem, "code" | "args">,
  formats: Formats = plainFormats,
): string => {
  const text: string = englishFields[code];
  return fillText(text, args, formats);
};
