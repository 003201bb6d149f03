import { addRxPlugin, createRxDatabase, removeRxDatabase, type RxCollection } from "rxdb";
import { RxDBAttachmentsPlugin } from "rxdb/plugins/attachments";
import { RxDBCleanupPlugin } from "rxdb/plugins/cleanup";
import { RxDBDevModePlugin } from "rxdb/plugins/dev-mode";
import { wrappedKeyEncryptionCryptoJsStorage } from "rxdb/plugins/encryption-crypto-js";
import { wrappedKeyCompressionStorage } from "rxdb/plugins/key-compression";
import { RxDBLocalDocumentsPlugin } from "rxdb/plugins/local-documents";
import { RxDBMigrationSchemaPlugin } from "rxdb/plugins/migration-schema";
import { firstValueFrom, filter } from "rxjs";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  getRxStorageNodeSqlite,
  type RxStorageNodeSqlite,
  type SqliteInstanceOptions,
  type SqliteInternals,
} from "./index.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";
import { wrappedValidateAjvStorage } from "rxdb/plugins/validate-ajv";

type Hero = { id: string; name: string; age: number; secret?: string };
type Heroes = { heroes: RxCollection<Hero> };

const heroSchema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 40 },
    name: { type: "string", maxLength: 40 },
    age: { type: "integer", minimum: 0, maximum: 1000, multipleOf: 1 },
    secret: { type: "string" },
  },
  required: ["id", "name", "age"],
  indexes: ["age", "name"],
} as const;

beforeAll(() => {
  addRxPlugin(RxDBDevModePlugin);
  for (const plugin of [
    RxDBCleanupPlugin,
    RxDBLocalDocumentsPlugin,
    RxDBMigrationSchemaPlugin,
    RxDBAttachmentsPlugin,
  ]) {
    addRxPlugin(plugin);
  }
});

type Settings = { multiInstance?: boolean; password?: string; schema?: object; migrationStrategies?: object };

async function openHeroes(storage: RxStorageNodeSqlite, settings: Settings = {}): Promise<RxCollection<Hero>> {
  const { multiInstance = false, password, schema = heroSchema, migrationStrategies } = settings;
  const database = await createRxDatabase<Heroes, SqliteInternals, SqliteInstanceOptions>({
    name: "heroes",
    // Dev mode insists on a schema validator.
    storage: wrappedValidateAjvStorage({ storage }),
    multiInstance,
    closeDuplicates: false,
    ignoreDuplicate: true,
    localDocuments: true,
    ...(password && { password }),
  });
  onTestFinished(async () => void (await database.close()));
  const { heroes } = await database.addCollections({
    heroes: {
      schema: schema as never,
      ...(migrationStrategies && { migrationStrategies: migrationStrategies as never }),
    },
  });
  return heroes;
}

describe("an RxDB database on this storage", { timeout: 60_000 }, () => {
  it("D02 keeps its collections and local documents on disk", async () => {
    const directory = temporaryDirectory();
    const first = await openHeroes(getRxStorageNodeSqlite({ directory }));
    await first.insert({ id: "a", name: "Ada", age: 36 });
    await first.database.insertLocal("window", { width: 960 });
    await first.database.close();

    const second = await openHeroes(getRxStorageNodeSqlite({ directory }));
    expect((await second.findOne("a").exec(true)).name).toBe("Ada");
    expect((await second.database.getLocal("window"))?.get("width")).toBe(960);
  });

  it("updates live queries and live counts", async () => {
    const heroes = await openHeroes(getRxStorageNodeSqlite({ directory: temporaryDirectory() }));
    const names: string[][] = [];
    const query = heroes.find({ selector: { age: { $gt: 30 } }, sort: [{ age: "desc" }] });
    const subscription = query.$.subscribe((found) => names.push(found.map(({ name }) => name)));
    const two = firstValueFrom(heroes.count({ selector: { age: { $gt: 30 } } }).$.pipe(filter((count) => count === 2)));
    await heroes.bulkInsert([
      { id: "a", name: "Ada", age: 36 },
      { id: "g", name: "Grace", age: 85 },
    ]);
    await two;
    await (await heroes.findOne("a").exec(true)).patch({ age: 99 });
    await expect.poll(() => names.at(-1)).toEqual(["Ada", "Grace"]);
    subscription.unsubscribe();
  });

  it("inserts again what was deleted, and cleans it up in the end", async () => {
    const heroes = await openHeroes(getRxStorageNodeSqlite({ directory: temporaryDirectory() }));
    const hero = await heroes.insert({ id: "a", name: "Ada", age: 36 });
    await hero.remove();
    await heroes.insert({ id: "a", name: "Ada again", age: 37 });
    await (await heroes.findOne("a").exec(true)).remove();
    await heroes.cleanup(0);
    expect(await heroes.storageInstance.findDocumentsById(["a"], true)).toEqual([]);
  });

  it("tells the other instances of the same database about changes", async () => {
    const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
    const one = await openHeroes(storage, { multiInstance: true });
    const other = await openHeroes(storage, { multiInstance: true });
    const seen = firstValueFrom(other.findOne("a").$.pipe(filter((hero) => hero !== null)));
    await one.insert({ id: "a", name: "Ada", age: 36 });
    expect((await seen)?.name).toBe("Ada");
  });

  it("migrates to a new schema version and drops the old tables", async () => {
    const directory = temporaryDirectory();
    const before = await openHeroes(getRxStorageNodeSqlite({ directory }));
    await before.bulkInsert(Array.from({ length: 120 }, (_, n) => ({ id: `h${n}`, name: `Hero ${n}`, age: n })));
    await before.database.close();

    const after = await openHeroes(getRxStorageNodeSqlite({ directory }), {
      schema: { ...heroSchema, version: 1 },
      migrationStrategies: { 1: (hero: Hero) => ({ ...hero, age: hero.age + 100 }) },
    });
    expect(await after.count({ selector: { age: { $gte: 100 } } }).exec()).toBe(120);
    const { file } = internalsOf(after);
    expect(file.statements.all("SELECT version FROM storage_collections WHERE name = 'heroes'")).toEqual([
      { version: 1 },
    ]);
  });

  it("works below RxDB's encryption and key compression", async () => {
    const directory = temporaryDirectory();
    const storage = wrappedKeyEncryptionCryptoJsStorage({
      storage: wrappedKeyCompressionStorage({ storage: getRxStorageNodeSqlite({ directory }) }),
    });
    const heroes = await openHeroes(storage, {
      password: "correct horse battery",
      schema: { ...heroSchema, encrypted: ["secret"], keyCompression: true },
    });
    await heroes.insert({ id: "a", name: "Ada", age: 36, secret: "swordfish" });
    const found = await heroes.find({ selector: { age: { $lt: 40 } } }).exec();
    expect(found.map(({ secret }) => secret)).toEqual(["swordfish"]);
    await heroes.database.close();
    const files = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    expect(files.some((content) => content.includes("swordfish"))).toBe(false);
  });

  it("is removed with all of its data", async () => {
    const directory = temporaryDirectory();
    const storage = getRxStorageNodeSqlite({ directory });
    const heroes = await openHeroes(storage);
    await heroes.insert({ id: "a", name: "Ada", age: 36 });
    await heroes.database.close();
    await removeRxDatabase("heroes", storage, false);
    expect(readdirSync(directory).filter((name) => !name.endsWith("-lock"))).toEqual([]);
  });
});

function internalsOf(collection: RxCollection<Hero>): SqliteInternals {
  // RxDB types the internals of a collection's storage as unknown to the collection.
  return collection.storageInstance.internals as SqliteInternals;
}
