import type { RxCollection, RxCollectionCreator, RxDatabase, RxJsonSchema } from "rxdb";
import { addRxPlugin, createRxDatabase } from "rxdb";
import { RxDBDevModePlugin, disableWarnings } from "rxdb/plugins/dev-mode";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { wrappedValidateAjvStorage } from "rxdb/plugins/validate-ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { CollectionName } from "#shared/contract/protocol.ts";
import { collectionNames, syncedDocuments } from "#shared/contract/protocol.ts";
import { ada, after, approval, commandOf, max, orderWith, stage } from "#shared/testing/fixtures/approval.ts";

import { toRxSchema } from "./rx-schema.ts";

type Document = Record<string, unknown>;

const indexes: Record<CollectionName, string[][]> = {
  orders: [["status", "placedAt"], ["number"]],
  people: [["email"]],
  organisations: [["name"]],
  history: [["receivedAt", "id"], ["action", "receivedAt"], ["orderNumber"]],
  commands: [
    ["madeAt", "id"],
    ["deviceId", "deviceSeq"],
  ],
};

/** RxDB's documents have a getter `revision` of their own, which is why orders are only ever read as plain JSON. */
const renamed = ({ revision, ...others }: Document): Document =>
  revision === undefined ? others : { ...others, orderRevision: revision };

const rxSchemaOf = (name: CollectionName): RxJsonSchema<Document> => {
  const options = { title: name, version: 0, primaryKey: "id", indexes: indexes[name] };
  const schema = toRxSchema(syncedDocuments[name], options);
  const required = schema.required.filter((field) => field !== "revision");
  return { ...schema, properties: renamed(schema.properties), required } as RxJsonSchema<Document>;
};

describe("the schemas of the synced documents, in RxDB's own development mode", () => {
  let database: RxDatabase;
  let collections: Record<string, RxCollection<Document>>;

  beforeAll(async () => {
    disableWarnings();
    addRxPlugin(RxDBDevModePlugin);
    const storage = wrappedValidateAjvStorage({ storage: getRxStorageMemory() });
    database = await createRxDatabase({ name: "schemas", storage, multiInstance: false });
    const schemas = collectionNames.map((name) => [name, { schema: rxSchemaOf(name) }] as const);
    collections = await database.addCollections(Object.fromEntries<RxCollectionCreator<Document>>(schemas));
  });
  afterAll(() => database.close());

  const insert = async (name: CollectionName, document: object): Promise<unknown> => {
    const stored = await collections[name]!.insert(renamed({ ...document }));
    return stored.toJSON();
  };
  const order = after(orderWith([stage("one", [ada]), stage("two", [max])]), [1, ada, approval("one")]);

  it("are accepted with indexes over text, enumerations and whole numbers", () => {
    expect(Object.keys(collections).toSorted()).toEqual(collectionNames.toSorted());
  });

  it("take an order with decisions and give it back as it was", async () => {
    expect(await insert("orders", order)).toEqual(renamed(order));
  });

  it("take a command whatever JSON it carries, because old and new types are stored alike", async () => {
    const payload = { orderId: "order-1", nested: { list: [1, "two", null, { three: true }] } };
    const command = commandOf(7, ada, { type: "from-the-future", payload });
    expect(await insert("commands", command)).toEqual(command);
  });

  it("refuse a document with a field that is not in its schema, or that does not fit", async () => {
    await expect(insert("orders", { ...order, id: "order-2", colour: "red" })).rejects.toThrow(/VD2/);
    await expect(insert("orders", { ...order, id: "order-3", status: "unheard-of" })).rejects.toThrow(/VD2/);
    await expect(insert("orders", { ...order, id: "order-4", revision: 1.5 })).rejects.toThrow(/VD2/);
  });
});
