import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { labelOf, orderRequestFrom } from "./connect.ts";
import { sentenceOf } from "./import-refusal.ts";
import type { ImportOptions } from "./options.ts";
import type { CallFailure } from "./server-client.ts";
import { obtainToken, sendOrder } from "./server-client.ts";

/** What became of one document. */
type Outcome = "arrived" | "arrived before" | "refused";

export interface Terminal {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** A file's documents: a list, or a single one. */
const documentsIn = async (file: string): Promise<Result<unknown[], string>> => {
  try {
    const content: unknown = JSON.parse((await readFile(file, "utf8")).replace(/^\uFEFF/, ""));
    return ok(Array.isArray(content) ? content : [content]);
  } catch (error) {
    return fail(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const importDocument = async (
  document: unknown,
  { server, token }: { server: string; token: string },
): Promise<Result<{ outcome: Outcome; line: string }, CallFailure>> => {
  const order = orderRequestFrom(document);
  if (!order.ok) return ok({ outcome: "refused", line: `refused: ${sentenceOf(order.error)}` });
  const receipt = await sendOrder(server, token, order.value);
  if (!receipt.ok)
    return receipt.error.kind === "broken"
      ? receipt
      : ok({ outcome: "refused", line: `refused: ${receipt.error.sentence}` });
  const { isNew, number } = receipt.value;
  return isNew
    ? ok({ outcome: "arrived", line: `arrived as ${number}` })
    : ok({ outcome: "arrived before", line: `already arrived as ${number}` });
};

const summary = (outcomes: readonly Outcome[], unreadable: number): string => {
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  const parts = [
    `${count("arrived")} arrived`,
    `${count("arrived before")} arrived before`,
    `${count("refused")} refused`,
    ...(unreadable === 0 ? [] : [`${unreadable} ${unreadable === 1 ? "file" : "files"} unreadable`]),
  ];
  return `${outcomes.length} ${outcomes.length === 1 ? "document" : "documents"}: ${parts.join(", ")}`;
};

/** Sends the documents of all files, and prints a line for each. @returns the exit status described in the help. */
export const importFiles = async (
  { server, credentials, files }: ImportOptions,
  { print, complain }: Terminal,
): Promise<0 | 1> => {
  const token = await obtainToken(server, credentials);
  if (!token.ok) {
    complain(token.error.sentence);
    return 1;
  }
  const outcomes: Outcome[] = [];
  let unreadable = 0;
  for (const file of files) {
    const documents = await documentsIn(file);
    if (!documents.ok) {
      complain(documents.error);
      unreadable += 1;
      continue;
    }
    for (const [index, document] of documents.value.entries()) {
      const imported = await importDocument(document, { server, token: token.value });
      if (!imported.ok) {
        complain(imported.error.sentence);
        print(summary(outcomes, unreadable));
        return 1;
      }
      outcomes.push(imported.value.outcome);
      print(`${basename(file)}#${index + 1}  ${labelOf(document)}  ${imported.value.line}`);
    }
  }
  print(summary(outcomes, unreadable));
  return unreadable === 0 ? 0 : 1;
};
