// Usage: pulling-client.ts <directory> <version of the documents> <event after which it is killed; 0 for never>
// One run of a client that pulls 600 documents in pages of 250: prints how many it has of this version, ends.
import type { ReplicationPullHandlerResult } from "rxdb";
import { createRxDatabase } from "rxdb";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageNodeSqlite } from "../index.ts";

const [directory = "", version = "", lastEvent = "0"] = process.argv.slice(2);

type Entry = { id: string; version: number };
type Position = { after: number };

const count = 600;
const entryAt = (position: number) => ({ id: `entry-${position}`, version: Number(version), _deleted: false });

/** Each version comes after the one before, as changes do. */
const pageAfter = (last: Position | undefined, size: number): ReplicationPullHandlerResult<Entry, Position> => {
  const first = Math.max(last?.after ?? 0, (Number(version) - 1) * count);
  const end = Math.min(first + size, Number(version) * count);
  const documents = Array.from({ length: end - first }, (_, index) => entryAt((first + index) % count));
  return { documents, checkpoint: { after: end } };
};

const database = await createRxDatabase({
  name: "client",
  storage: getRxStorageNodeSqlite({
    directory,
    isRepeatable: (context) => context.startsWith("replication-"),
    isDivisible: (_context, collectionName) => collectionName === "entries",
  }),
  multiInstance: false,
});
const { entries } = await database.addCollections({
  entries: {
    schema: {
      version: 0,
      primaryKey: "id",
      type: "object",
      properties: {
        id: { type: "string", maxLength: 40 },
        version: { type: "integer", minimum: 0, maximum: 100, multipleOf: 1 },
      },
      required: ["id", "version"],
      indexes: ["version"],
    },
  },
});
if (!entries) throw new Error("no collection");
let events = 0;
entries.eventBulks$.subscribe(() => {
  events += 1;
  if (events === Number(lastEvent)) process.kill(process.pid, "SIGKILL");
});
const replication = replicateRxCollection<Entry, Position>({
  collection: entries,
  replicationIdentifier: "server",
  live: false,
  pull: { batchSize: 250, handler: (last, size) => Promise.resolve(pageAfter(last, size)) },
});
await replication.awaitInSync();
const kept = await entries.count({ selector: { version: Number(version) } }).exec();
await database.close();
process.stdout.write(`${kept}\n`);
