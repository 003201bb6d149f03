declare module "pouchdb-core" {
  interface Written {
    readonly ok?: boolean;
  }
  export default class PouchDB {
    static plugin(plugin: unknown): void;
    static defaults(options: { readonly prefix: string; readonly adapter: string }): unknown;
    constructor(path: string, options: { readonly adapter: string });
    bulkDocs(documents: readonly object[]): Promise<readonly Written[]>;
    close(): Promise<void>;
  }
}
declare module "pouchdb-adapter-leveldb" {
  const plugin: unknown;
  export default plugin;
}
