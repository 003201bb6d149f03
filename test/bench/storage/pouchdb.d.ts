declare module "pouchdb-core" {
  interface Written {
    readonly ok?: boolean;
  }
  export default class PouchDB {
    static plugin(plugin: unknown): void;
    constructor(path: string, options: { readonly adapter: string });
    bulkDocs(documents: readonly object[]): Promise<readonly Written[]>;
    close(): Promise<void>;
  }
}
declare module "pouchdb-adapter-leveldb" {
  const plugin: unknown;
  export default plugin;
}
