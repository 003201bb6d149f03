import { z } from "zod";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Commit } from "./change-log.ts";

/** What streams are told about a commit. */
export type PokedCommit = Pick<Commit, "sequence" | "changed">;

/** PostgreSQL accepts at most 8,000 bytes, some of which the rest of the message needs. */
const payloadLimit = 7_500;

/** Collections are their positions in the protocol's list, people their ids. */
const placesSchema = z.array(
  z
    .int()
    .min(0)
    .max(collectionNames.length - 1),
);
const messageSchema = z.strictObject({
  node: z.string().max(64),
  sequence: z.int().min(0),
  people: z.array(z.tuple([personIdSchema, placesSchema])),
});

/** What one person's streams are told. */
const newsSchema = z.strictObject({ sequence: z.int().min(0), collections: placesSchema });

/** What a node tells the others about its commits. */
export interface PokeMessage extends PokedCommit {
  readonly node: string;
}

const places = (collections: ReadonlySet<CollectionName>): number[] =>
  [...collections].map((collection) => collectionNames.indexOf(collection));

/** Several commits of one tenant merged into one, so that a busy node sends only a few notifications a second. */
export const mergeCommits = (commits: readonly PokedCommit[]): PokedCommit => {
  const changed = new Map<PersonId, Set<CollectionName>>();
  for (const commit of commits)
    for (const [personId, collections] of commit.changed)
      changed.set(personId, new Set([...(changed.get(personId) ?? []), ...collections]));
  return { sequence: Math.max(0, ...commits.map(({ sequence }) => sequence)), changed };
};

/** The payloads for a commit, each small enough for one notification. */
export const writePokes = (node: string, { sequence, changed }: PokedCommit): string[] => {
  const payloads: string[] = [];
  let people: string[] = [];
  let size = 0;
  const finish = (): void => {
    if (people.length > 0)
      payloads.push(`{"node":${JSON.stringify(node)},"sequence":${sequence},"people":[${people.join(",")}]}`);
    people = [];
    size = 0;
  };
  for (const [personId, collections] of changed) {
    const entry = JSON.stringify([personId, places(collections)]);
    const bytes = new TextEncoder().encode(entry).length + 1;
    if (size + bytes > payloadLimit - node.length - 64) finish();
    people.push(entry);
    size += bytes;
  }
  finish();
  return payloads;
};

const parsedJson = (payload: string): unknown => {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
};

const namesOf = (numbers: readonly number[]): Set<CollectionName> =>
  new Set(numbers.flatMap((place) => collectionNames[place] ?? []));

/** The payload that tells one person's streams about a commit. */
export const writeNews = (sequence: number, collections: ReadonlySet<CollectionName>): string =>
  JSON.stringify({ sequence, collections: places(collections) });

/** What {@link writeNews} wrote, or `undefined` for a payload that no node of this version wrote. */
export const readNews = (payload: string): { sequence: number; collections: CollectionName[] } | undefined => {
  const parsed = newsSchema.safeParse(parsedJson(payload));
  if (!parsed.success) return undefined;
  const { sequence, collections } = parsed.data;
  return { sequence, collections: [...namesOf(collections)] };
};

/** A received payload, or `undefined` for one that no node of this version wrote. */
export const readPoke = (payload: string): PokeMessage | undefined => {
  const parsed = messageSchema.safeParse(parsedJson(payload));
  if (!parsed.success) return undefined;
  const { node, sequence, people } = parsed.data;
  const named = people.map(([personId, numbers]) => [personId, namesOf(numbers)] as const);
  return { node, sequence, changed: new Map(named) };
};
