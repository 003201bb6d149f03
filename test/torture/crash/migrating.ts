// Usage: migrating.ts <settings as JSON>
// Opens an RxDB collection, migrating its documents to the given schema version, and prints what it then contains.
import type { RxCollection } from "rxdb";
import { addRxPlugin, createRxDatabase } from "rxdb";
import { RxDBMigrationSchemaPlugin } from "rxdb/plugins/migration-schema";
import { z } from "zod";

import { getRxStorageNodeSqlite } from "#main/store/storage/index.ts";

const settings = z
  .object({ directory: z.string(), version: z.union([z.literal(0), z.literal(1)]), insert: z.int() })
  .parse(JSON.parse(process.argv[2] ?? ""));

addRxPlugin(RxDBMigrationSchemaPlugin);
interface Entry {
  readonly id: string;
  readonly title: string;
  readonly length?: number;
}

const database = await createRxDatabase<{ readonly entries: RxCollection<Entry> }>({
  name: "torture",
  storage: getRxStorageNodeSqlite({ directory: settings.directory }),
  multiInstance: false,
});
process.stdout.write("begins\n");
const isMigrated = settings.version === 1;
const { entries }: { readonly entries: RxCollection<Entry> } = await database.addCollections({
  entries: {
    schema: {
      version: settings.version,
      primaryKey: "id",
      type: "object",
      properties: {
        id: { type: "string", maxLength: 40 },
        title: { type: "string", maxLength: 40 },
        ...(isMigrated ? { length: { type: "integer", minimum: 0, maximum: 1_000, multipleOf: 1 } } : {}),
      },
      required: ["id", "title"],
      indexes: ["title"],
    },
    ...(isMigrated
      ? { migrationStrategies: { 1: (old: { readonly title: string }) => ({ ...old, length: old.title.length }) } }
      : {}),
  },
});
const documents = Array.from({ length: settings.insert }, (_, number) => ({ id: `e${number}`, title: `t${number}` }));
if (documents.length > 0) await entries.bulkInsert(documents);
const held: readonly Entry[] = await entries.find().exec();
const isRight = held.every((found) => !isMigrated || found.length === found.title.length);
process.stdout.write(`${held.length} ${isRight ? "right" : "wrong"}\n`);
await database.close();
