// Usage: endless-writer.ts <directory> <documents per write>
// Writes for ever and prints the number of each write once it was acknowledged.
import { createRevision, fillWithDefaultSettings } from "rxdb";
import { getRxStorageNodeSqlite } from "../index.ts";

const [directory = "", documentsPerWrite = "1"] = process.argv.slice(2);

type Entry = { id: string; filler: string };

const instance = await getRxStorageNodeSqlite({ directory }).createStorageInstance<Entry>({
  databaseInstanceToken: "writer",
  databaseName: "crash",
  collectionName: "entries",
  schema: fillWithDefaultSettings<Entry>({
    version: 0,
    primaryKey: "id",
    type: "object",
    properties: { id: { type: "string", maxLength: 40 }, filler: { type: "string", maxLength: 2000 } },
    required: ["id"],
    indexes: ["filler"],
  }),
  options: {},
  multiInstance: false,
  devMode: false,
});

for (let write = 0; ; write++) {
  const rows = Array.from({ length: Number(documentsPerWrite) }, (_, position) => ({
    document: {
      id: `${write}-${position}`,
      filler: String(write * position).padStart(200, "-"),
      _deleted: false,
      _attachments: {},
      _meta: { lwt: Date.now() },
      _rev: createRevision("writer"),
    },
  }));
  const { error } = await instance.bulkWrite(rows, "endless");
  if (error.length > 0) throw new Error("unexpected conflict");
  process.stdout.write(`${write}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
