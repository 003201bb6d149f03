import type { RefusalArguments } from "#shared/domain/refusal.ts";

export type Argument = RefusalArguments[string];

/** A text that differs by how many there are (CLDR's categories; English and German know these two). */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

/** Words that a person reads. `{{name}}` stands for an argument. */
export type Text = string | Plural;

type NamesIn<Template extends string> = Template extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type NamesOf<Given extends Text> = Given extends Plural
  ? "count" | NamesIn<Given["one"] | Given["other"]>
  : Given extends string
    ? NamesIn<Given>
    : never;

/** The arguments of a text, read from its placeholders; for a text known only at run time, anything. */
export type ArgumentsOf<Given extends Text> = string extends Given
  ? RefusalArguments
  : { readonly [Name in NamesOf<Given>]: Name extends "count" ? CountOf<Given> : Argument };

type CountOf<Given extends Text> = Given extends Plural ? number : Argument;

/** The same texts in another language: every key, and a plural where English has one. */
export type Translation<English> = {
  readonly [Key in keyof English]: English[Key] extends string
    ? string
    : English[Key] extends Plural
      ? Plural
      : Translation<English[Key]>;
};
