// Usage: replicating-client.ts <directory> <id to insert, or "-"> <online | offline> <clock set back by ms>
// One run of a client: inserts a document, pushes when online, prints the ids that it pushed, ends.
const [directory = "", id = "-", connection = "online", setBack = "0"] = process.argv.slice(2);
const realNow = Date.now;
Date.now = () => realNow() - Number(setBack);

const { createRxDatabase } = await import("rxdb");
const { replicateRxCollection } = await import("rxdb/plugins/replication");
const { getRxStorageNodeSqlite } = await import("../index.ts");

type Entry = { id: string };

const database = await createRxDatabase({
  name: "client",
  storage: getRxStorageNodeSqlite({ directory }),
  multiInstance: false,
});
const { entries } = await database.addCollections({
  entries: {
    schema: {
      version: 0,
      primaryKey: "id",
      type: "object",
      properties: { id: { type: "string", maxLength: 40 } },
      required: ["id"],
    },
  },
});
if (!entries) throw new Error("no collection");
if (id !== "-") await entries.insert({ id });
if (connection === "online") {
  const replication = replicateRxCollection<Entry, unknown>({
    collection: entries,
    replicationIdentifier: "server",
    push: {
      async handler(rows) {
        for (const row of rows) process.stdout.write(`${row.newDocumentState.id}\n`);
        return [];
      },
    },
  });
  await replication.awaitInSync();
}
await database.close();
