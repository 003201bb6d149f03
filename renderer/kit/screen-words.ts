import { englishScreens } from "@countersign/shared/words/en/screens.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";
import type { Formats } from "@countersign/shared/words/formats.ts";
import { readerFormats } from "@countersign/shared/words/formats.ts";
import type { ArgumentsOf, Text } from "@countersign/shared/words/text.ts";

import { formatInstant } from "./format-time.ts";

/** English words, with figures in the locale of the reader's computer. */
export const screenFormats: Formats = readerFormats({
  language: "en",
  instant: (at) => formatInstant(at, "date-time"),
});

type Screens = typeof englishScreens;
export type ScreenName = keyof Screens;

/** The paths of the texts in a table: `title`, `column.amount`. */
type PathIn<Table> = {
  [Key in keyof Table & string]: Table[Key] extends Text ? Key : `${Key}.${PathIn<Table[Key]>}`;
}[keyof Table & string];

type At<Table, Path> = Path extends keyof Table
  ? Table[Path]
  : Path extends `${infer Key}.${infer Rest}`
    ? Key extends keyof Table
      ? At<Table[Key], Rest>
      : never
    : never;

type TextAt<Name extends ScreenName, Path> = Extract<At<Screens[Name], Path>, Text>;

/** The arguments of a text: none, or every figure that it names. */
type Given<Args> = keyof Args extends never ? [] : [args: Args];

/** A screen's text by its key, filled with the figures that it names. */
export type Words<Name extends ScreenName> = <Path extends PathIn<Screens[Name]>>(
  path: Path,
  ...given: Given<ArgumentsOf<TextAt<Name, Path>>>
) => string;

interface Table {
  readonly [key: string]: Text | Table;
}

const isText = (found: Text | Table): found is Text =>
  typeof found === "string" || (typeof found["one"] === "string" && typeof found["other"] === "string");

const textsIn = (table: Table, before = ""): [path: string, text: Text][] =>
  Object.entries(table).flatMap(([key, found]) =>
    isText(found) ? [[before + key, found]] : textsIn(found, `${before}${key}.`),
  );

const wordsIn = <Name extends ScreenName>(name: Name): Words<Name> => {
  const texts = new Map(textsIn(englishScreens[name]));
  return (path, ...[args]) => {
    // The type of `Words` has already checked the figures.
    const text: Text = texts.get(path) ?? path;
    return fillText<Text>(text, args ?? {}, screenFormats);
  };
};

const ofScreens = {
  kit: wordsIn("kit"),
  shell: wordsIn("shell"),
  start: wordsIn("start"),
  inbox: wordsIn("inbox"),
  order: wordsIn("order"),
  reject: wordsIn("reject"),
  history: wordsIn("history"),
  outbox: wordsIn("outbox"),
  mail: wordsIn("mail"),
} satisfies { readonly [Name in ScreenName]: Words<Name> };

/** The words of a screen; always the same function. */
export const screenWords = <Name extends ScreenName>(name: Name): (typeof ofScreens)[Name] => ofScreens[name];
