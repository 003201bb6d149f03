// Usage: pouch-server.ts FOLDER
// PouchDB on LevelDB behind express-pouchdb, a small CouchDB. Prints its address.
import type { AddressInfo } from "node:net";

import express from "express";
import expressPouchDb from "express-pouchdb";
import http from "pouchdb-adapter-http";
import leveldb from "pouchdb-adapter-leveldb";
import PouchDB from "pouchdb-core";
import mapreduce from "pouchdb-mapreduce";
import replication from "pouchdb-replication";

for (const plugin of [leveldb, http, mapreduce, replication]) PouchDB.plugin(plugin);

const folder = process.argv[2] ?? ".";
const app = express();
const handler = expressPouchDb(PouchDB.defaults({ prefix: `${folder}/`, adapter: "leveldb" }), {
  mode: "minimumForPouchDB",
  inMemoryConfig: true,
  logPath: `${folder}/log.txt`,
});
app.use("/", handler);
const server = app.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
