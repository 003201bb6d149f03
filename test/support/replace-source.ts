// Usage: node --import replace-source.ts …
// Replaces text in the program's source, as COUNTERSIGN_TEST_REPLACED says (`replaced-source.ts`).
import { registerHooks } from "node:module";
import { z } from "zod";

const replacements = z
  .array(z.strictObject({ file: z.string(), text: z.string(), by: z.string() }))
  .parse(JSON.parse(process.env["COUNTERSIGN_TEST_REPLACED"] ?? "[]"));

const mutated = (source: string, url: string): string => {
  let text = source;
  for (const replacement of replacements) {
    if (!url.endsWith(replacement.file)) continue;
    if (!text.includes(replacement.text)) throw new Error(`${url} does not contain ${replacement.text}`);
    text = text.replace(replacement.text, () => replacement.by);
  }
  return text;
};

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!replacements.some(({ file }) => url.endsWith(file))) return loaded;
    const { source = "" } = loaded;
    const text = typeof source === "string" ? source : new TextDecoder().decode(source ?? new Uint8Array());
    return { ...loaded, source: mutated(text, url) };
  },
});
