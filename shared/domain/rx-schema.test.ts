import type { RxCollection, RxCollectionCreator, RxDatabase, RxJsonSchema } from "rxdb";
import { addRxPlugin, createRxDatabase } from "rxdb";
import { RxDBDevModePlugin, disableWarnings } from "rxdb/plugins/dev-mode";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { wrappedValidateAjvStorage } from "rxdb/plugins/validate-ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { toRxSchema } from "./rx-schema.ts";

const note = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(["reminder", "idea"]),
  madeAt: instantSchema,
  rank: z.int().min(1),
  isDone: z.boolean(),
  content: z.record(z.string(), z.unknown()),
});
type Note = z.infer<typeof note>;

const indexes = [["kind", "madeAt", "id"], ["rank"], ["isDone", "madeAt"]];

describe("a schema derived for RxDB, in its own development mode", () => {
  let database: RxDatabase;
  let notes: RxCollection<Note>;

  beforeAll(async () => {
    disableWarnings();
    addRxPlugin(RxDBDevModePlugin);
    const storage = wrappedValidateAjvStorage({ storage: getRxStorageMemory() });
    database = await createRxDatabase({ name: "schemas", storage, multiInstance: false });
    const schema = toRxSchema(note, { title: "notes", version: 0, primaryKey: "id", indexes });
    const creator: RxCollectionCreator<Note> = { schema: schema as unknown as RxJsonSchema<Note> };
    ({ notes } = await database.addCollections<{ notes: RxCollection<Note> }>({ notes: creator }));
  });
  afterAll(() => database.close());

  const first = note.parse({
    id: "note-1",
    kind: "idea",
    madeAt: "2026-11-02T09:00:00.000Z",
    rank: 3,
    isDone: false,
    content: { text: "Ask Max", nested: { list: [1, "two", null, { three: true }] } },
  });

  it("stores a document with any JSON as its content and returns it unchanged", async () => {
    expect((await notes.insert(first)).toJSON()).toEqual(first);
  });

  it("refuses a document with an unknown or an invalid field", async () => {
    const other = (id: string, field: object) => notes.insert({ ...first, id, ...field });
    await expect(other("note-2", { colour: "red" })).rejects.toThrow(/VD2/);
    await expect(other("note-3", { kind: "unheard-of" })).rejects.toThrow(/VD2/);
    await expect(other("note-4", { rank: 1.5 })).rejects.toThrow(/VD2/);
  });
});
