import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { dirname } from "node:path/posix";

/** A folder whose files are changed in small ways, and the tests that must notice. */
export interface MutationRoom {
  readonly name: string;
  readonly sources: readonly string[];
  /** Patterns of test files. */
  readonly tests: readonly string[];
}

/** The top-level folders of the product; every folder below them is a room. */
const product = "{shared,main,renderer,server}/**/*.{ts,tsx}";
const isSource = (file: string): boolean =>
  !/\.(test|config)\.tsx?$|\.d\.ts$|(^|\/)(testing|node_modules)\//.test(file);

/** Where a folder's tests are, besides in the folder itself. */
const testsElsewhere: Readonly<Record<string, readonly string[]>> = {
  "main/hosts": ["main/hosts/**/*.test.ts"],
  "shared/engine": [
    "shared/words/en/**/*sentences.test.ts",
    "shared/engine/life-cycles.test.ts",
    "build/engine-docs/*.test.ts",
  ],
  "shared/engine/.": ["shared/commands/*.test.ts"],
  "server/foundation/db/migrations": ["server/foundation/db/*.test.ts"],
  "server/records/one-time-links": [
    "server/features/tiers/inquiry-page.test.ts",
    "server/features/people/create-person.test.ts",
  ],
  "server/foundation/link-pages": [
    "server/features/tiers/inquiry-page.test.ts",
    "server/features/people/create-person.test.ts",
  ],
  "server/records/settings": [
    "server/features/network/settings.test.ts",
    "server/features/intake/plan-context.test.ts",
  ],
};

const isIn = (file: string, folder: string): boolean => file.startsWith(`${folder}/`);

const sourcesBelow = (root: string): readonly string[] =>
  globSync(product, { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter(isSource);

/** All rooms: each folder with everything below it, and as `FOLDER/.` the files of a folder that also has subfolders. */
export const roomNames = (root: string): readonly string[] => {
  const sources = sourcesBelow(root);
  const folders = new Set<string>();
  for (const file of sources)
    for (let folder = dirname(file); folder.includes("/"); folder = dirname(folder)) folders.add(folder);
  const holding = new Set(sources.map((file) => dirname(file)));
  const alone = [...holding].filter((folder) => sources.some((file) => isIn(dirname(file), folder)));
  return [...folders, ...alone.map((folder) => `${folder}/.`)].toSorted();
};

/** A folder without tests is tested through its neighbours. */
const testsAround = (root: string, folder: string): string => {
  const around = `${dirname(folder)}/**/*.test.{ts,tsx}`;
  const isTop = !dirname(folder).includes("/");
  return isTop || globSync(around, { cwd: root }).length > 0 ? around : testsAround(root, dirname(folder));
};

/** The room of this name, its largest file first; undefined if it has no sources. */
export const roomOf = (root: string, name: string): MutationRoom | undefined => {
  const isAlone = name.endsWith("/.");
  const folder = isAlone ? name.slice(0, -2) : name;
  const size = (file: string): number => statSync(join(root, file)).size;
  const sources = sourcesBelow(root)
    .filter((file) => (isAlone ? dirname(file) === folder : isIn(file, folder)))
    .toSorted((left, right) => size(right) - size(left) || (left < right ? -1 : 1));
  if (sources.length === 0) return undefined;
  const elsewhere = Object.entries(testsElsewhere)
    .filter(([other]) => other === name || other === folder || isIn(folder, other))
    .flatMap(([, patterns]) => patterns);
  const own = `${folder}/${isAlone ? "" : "**/"}*.test.{ts,tsx}`;
  const tests = [own, ...elsewhere];
  const hasTests = tests.some((pattern) => globSync(pattern, { cwd: root }).length > 0);
  return { name, sources, tests: hasTests ? tests : [testsAround(root, folder)] };
};

/** One of several parts of a room, so that a long run can be divided: `2/5` is the second of five. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

export const parsePart = (text: string): Part | undefined => {
  const [, number = NaN, of = NaN] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  return number >= 1 && number <= of ? { number, of } : undefined;
};

/** The sources of one part: every file is in exactly one, and the large ones are spread. */
export const sourcesOf = ({ sources }: MutationRoom, { number, of }: Part): readonly string[] =>
  sources.filter((_, index) => index % of === number - 1);
