import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { roomNames } from "#build/mutation/rooms.ts";
import { allCases } from "#test/bench/areas.ts";
import { mutants } from "#test/torture/partition/mutants.ts";

import type { Chunk, LongPart } from "./chunk.ts";

const root = resolve(import.meta.dirname, "../..");

/** Tests, what they are made with, and pages: they change nothing of what the programs do. */
const beside = [
  ":(exclude,glob)**/*.test.ts",
  ":(exclude,glob)**/*.test.tsx",
  ":(exclude,glob)**/testing/**",
  ":(exclude,glob)**/*.md",
];

const server = ["shared", "server", "package-lock.json", ...beside];
const device = ["shared", "main", "package-lock.json", ...beside];
/** Everything that runs on a device and a server. */
const programs = ["shared", "server", "main", "package-lock.json", ...beside];
/** The same with the screens and all their tests. */
const tested = ["shared", "server", "main", "renderer", "package-lock.json"];

/** A number of runs of a torture, each with its own seed, several per chunk. */
const tortureChunks =
  (torture: string, runs: number, atATime: number) =>
  (seed: number): Chunk[] =>
    Array.from({ length: Math.ceil(runs / atATime) }, (_, index) => {
      const first = seed + index * atATime;
      const count = Math.min(atATime, runs - index * atATime);
      const range = ["--runs", String(count), "--seed", String(first)];
      return {
        name: `${torture} ${index * atATime + 1} to ${index * atATime + count}`,
        command: ["test/torture/main.ts", torture, ...range, "--keep"],
      };
    });

const crashScenarios = [
  "killed-writer",
  "killed-migration",
  "killed-rescue",
  "full-disk",
  "two-processes",
  "copied-file",
];

/** How many cases each random test tries here: orders, policies, acts, queries. */
const cases = 20_000;

const randomTests = (): string[] =>
  globSync("{shared,main,renderer,server}/**/*.test.{ts,tsx}", { cwd: root, exclude: ["**/node_modules"] })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => readFileSync(join(root, file), "utf8").includes('from "fast-check"'))
    .toSorted();

const randomChunks = (seed: number): Chunk[] =>
  randomTests().map((file) => ({
    name: file,
    command: ["node_modules/vitest/vitest.mjs", "run", file],
    environment: { SEED: String(seed), CASES: String(cases) },
    randomTests: file,
  }));

/** The rooms whose tests must notice four of five small changes. */
const mutatedRooms = (): string[] =>
  roomNames(root).filter((name) =>
    /^(main\/(views|sync)|server\/features\/[^/]+|renderer\/(decisions|history|inbox|list|order|outbox|start)|shared\/engine\/[^/.]+)$/.test(
      name,
    ),
  );

/** The rooms have too many mutants for one night, so each run takes a different share of every room's files. */
const shares = 12;

const mutationChunks = (seed: number): Chunk[] =>
  mutatedRooms().map((room) => {
    const share = `${(seed % shares) + 1}/${shares}`;
    return {
      name: `${room} ${share}`,
      command: ["build/mutation.ts", room, "--part", share, "--least", "80"],
    };
  });

/** The long run, the quick ones first. */
export const longParts = async (): Promise<readonly LongPart[]> => {
  const benchmarks = (await allCases()).map(({ name }) => name);
  return [
    {
      name: "fuzz",
      does: "100,000 random requests made from the API's own document",
      paths: [...server, "test/torture/fuzz"],
      minutes: 10,
      chunks: tortureChunks("fuzz", 100, 5),
    },
    {
      name: "partition",
      does: "30 runs of three nodes and real applications on a network that fails",
      paths: [...programs, "test/torture/partition"],
      minutes: 20,
      isAlone: true,
      chunks: tortureChunks("partition.three-nodes", 30, 3),
    },
    {
      name: "skew",
      does: "20 runs in which device and server change their versions",
      paths: [...programs, "test/torture/skew", "test/wire", "build/wire"],
      minutes: 20,
      isAlone: true,
      chunks: tortureChunks("skew", 20, 2),
    },
    {
      name: "partition-mutants",
      does: "the real programs wrong in one place each, which `partition` must notice",
      paths: [...programs, "test/torture/partition"],
      minutes: 15,
      isAlone: true,
      chunks: tortureChunks("partition-mutants", Object.keys(mutants).length, 1),
    },
    {
      name: "bench",
      does: "every benchmark whole; the figures are in reports/long",
      paths: [...programs, "renderer", "test/bench"],
      minutes: 30,
      isAlone: true,
      chunks: () =>
        benchmarks.map((name) => ({
          name,
          command: ["test/bench/main.ts", name, "--json", `reports/long/${name}.json`],
        })),
    },
    {
      name: "random",
      does: `every random test with ${cases.toLocaleString("en")} cases: orders, policies, acts, queries`,
      paths: [...tested, "vitest.config.ts"],
      minutes: 35,
      chunks: randomChunks,
    },
    {
      name: "oracle",
      does: "1,000 traces of devices, people and rights against a recomputation from the tables",
      paths: [...server, "test/torture/oracle"],
      minutes: 40,
      chunks: tortureChunks("oracle", 1_000, 25),
    },
    {
      name: "crash",
      does: "200 runs of each way in which the application's store is killed, filled up and copied",
      paths: [...device, "test/torture/crash"],
      minutes: 75,
      chunks: (seed) => crashScenarios.flatMap((scenario) => tortureChunks(`crash.${scenario}`, 200, 20)(seed)),
    },
    {
      name: "mutation",
      does: `a ${shares}th of every room whose tests must notice 80 % of the small changes`,
      paths: [...tested, "build/mutation"],
      minutes: 95,
      isAlone: true,
      chunks: mutationChunks,
    },
  ];
};
