import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const repository = resolve(import.meta.dirname, "../..");

/** Globals that only some platforms have, each in a line of its own. */
const offers = {
  process: "export const here = process.pid;",
  Buffer: "export const bytes = Buffer.from('a');",
  document: "export const page = document.title;",
  window: "export const frame = window.top;",
  fetch: "export const answer = fetch('/');",
  console: "export const said = console.log('a');",
} as const;

type Offer = keyof typeof offers;
const names = Object.keys(offers) as Offer[];

const rooms: readonly { readonly room: string; readonly refused: readonly Offer[] }[] = [
  { room: "shared", refused: ["process", "Buffer", "document", "window", "fetch", "console"] },
  { room: "server", refused: ["document", "window"] },
  { room: "main", refused: ["document", "window"] },
  { room: "renderer", refused: ["process", "Buffer"] },
];

let tree: string;
let output: string;

const tsc = (...args: readonly string[]): Promise<string> =>
  new Promise((done) => {
    // It exits with 1 when it finds something; only its output matters.
    execFile(
      process.execPath,
      [join(repository, "node_modules/typescript/bin/tsc"), ...args],
      { cwd: tree, maxBuffer: 16 * 1024 ** 2 },
      (_, stdout) => done(stdout),
    );
  });

beforeAll(async () => {
  // A small repository: this one's projects, the real compiler, and files that use the globals of every platform.
  tree = await mkdtemp(join(tmpdir(), "platforms-"));
  await cp(join(repository, "tsconfig.json"), join(tree, "tsconfig.json"));
  await cp(join(repository, "build/types"), join(tree, "build/types"), { recursive: true });
  await writeFile(join(tree, "package.json"), `{ "type": "module" }`);
  await symlink(join(repository, "node_modules"), join(tree, "node_modules"), "junction");
  for (const { room } of rooms) {
    await mkdir(join(tree, room, "testing"), { recursive: true });
    await writeFile(join(tree, room, "example.ts"), names.map((name) => `${offers[name]}\n`).join(""));
    for (const looser of ["example.test.ts", "testing/example.ts"])
      await writeFile(join(tree, room, looser), names.map((name) => `${offers[name]}\n`).join(""));
  }
  const projects = await Promise.all(
    [...rooms.map(({ room }) => `build/types/${room}.json`), "tsconfig.json"].map((project) =>
      tsc("-p", project, "--incremental", "false", "--pretty", "false"),
    ),
  );
  output = projects.join("");
}, 120_000);

afterAll(() => rm(tree, { recursive: true, force: true }));

const refusedIn = (file: string): readonly (Offer | undefined)[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith(`${file}(`))
    .map((line) => names[Number(/\((\d+),/.exec(line)?.[1]) - 1]);

describe("what a platform offers", () => {
  it.each(rooms)("is refused in $room if that room does not run on the platform", ({ room, refused }) => {
    expect(refusedIn(`${room}/example.ts`)).toEqual(refused);
  });

  it.each(rooms)("is available to the tests of $room, which run in Node", ({ room }) => {
    expect([...refusedIn(`${room}/example.test.ts`), ...refusedIn(`${room}/testing/example.ts`)]).toEqual([]);
  });

  // A package's own declarations may bring a platform along for all.
  it.each([
    { room: "shared", foreign: /lib\.dom|@types\/node\// },
    { room: "server", foreign: /lib\.dom/ },
    { room: "main", foreign: /lib\.dom/ },
    { room: "renderer", foreign: /@types\/node\// },
  ])(
    "reaches no file of $room through a package either",
    async ({ room, foreign }) => {
      const files = (await tsc("-p", join(repository, `build/types/${room}.json`), "--listFilesOnly")).split("\n");
      expect(files.some((file) => file.includes(`/${room}/`))).toBe(true);
      expect(files.filter((file) => foreign.test(file))).toEqual([]);
    },
    120_000,
  );
});
