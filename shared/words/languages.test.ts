import { describe, expect, it } from "vitest";

import { mailLanguages } from "#shared/domain/mail-preferences.ts";

import { conditionWords, intervalWords, mailWords, pageWords, sentenceIn } from "./by-language.ts";
import { germanTerms } from "./de/terms.ts";
import { englishTerms } from "./en/terms.ts";
import { germanAcceptanceSentences } from "./de/sentences/german-acceptance.ts";
import { englishScreens } from "./en/screens.ts";
import { sentences } from "./en/sentences.ts";

type Words = string | { readonly [key: string]: Words };

/** The placeholders of each text, by the path of the text. */
const placesIn = (words: Words, path = ""): [string, string[]][] =>
  typeof words === "string"
    ? [[path, [...new Set([...words.matchAll(/\{\{(.*?)\}\}/g)].map(([, name = ""]) => name))].toSorted()]]
    : Object.entries(words).flatMap(([key, more]) => placesIn(more, `${path}.${key}`));

const tables = { mailWords, pageWords, conditionWords, intervalWords };

describe("the words of every language", () => {
  it.each(Object.entries<Record<(typeof mailLanguages)[number], Words>>(tables))(
    "%s: each text exists, with the same placeholders",
    (_name, words) => {
      // A plural's singular may do without its count, "jeden Monat": what is compared is the whole text.
      const wholePlurals = (places: [string, string[]][]) => places.filter(([path]) => !path.endsWith(".one"));
      const english = wholePlurals(placesIn(words.en));
      for (const language of mailLanguages) expect(wholePlurals(placesIn(words[language]))).toEqual(english);
    },
  );

  it("a sentence names the same figures in each language that has it", () => {
    const figures = ({ happened, next }: { happened: string; next: string }) => placesIn(`${happened} ${next}`);
    for (const [code, sentence] of Object.entries(germanAcceptanceSentences))
      expect([code, figures(sentence)]).toEqual([code, figures(sentences[code as keyof typeof sentences])]);
  });

  it("the terms that a sentence names exist in its language", () => {
    for (const sentence of Object.values(germanAcceptanceSentences)) {
      const named = [...`${sentence.happened} ${sentence.next}`.matchAll(/\{\{(\w+)\}\}/g)].map(
        ([, name = ""]) => name,
      );
      for (const name of named.filter((each) => each in englishTerms)) expect(Object.keys(germanTerms)).toContain(name);
    }
    for (const [name, terms] of Object.entries(germanTerms))
      expect(placesIn(terms)).toEqual(placesIn(englishTerms[name as keyof typeof germanTerms]));
  });

  it("every code has a sentence in every language, if need be the English one", () => {
    for (const language of mailLanguages)
      for (const code of Object.keys(sentences) as (keyof typeof sentences)[])
        expect(sentenceIn(language, code).happened).not.toBe("");
    expect(sentenceIn("de", "own-order")).toEqual(sentences["own-order"]);
  });

  it("no text is empty, and placeholders are plain names", () => {
    const all = [...Object.values(tables), englishScreens, sentences].flatMap((words) => placesIn(words));
    for (const [path, names] of all)
      for (const name of names) expect([path, name]).toEqual([path, expect.stringMatching(/^\w+$/)]);
    const texts = (words: Words): string[] =>
      typeof words === "string" ? [words] : Object.values(words).flatMap(texts);
    for (const words of [...Object.values(tables), englishScreens, sentences])
      for (const text of texts(words)) expect(text.trim()).toBe(text);
  });
});
