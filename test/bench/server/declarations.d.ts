declare module "express" {
  import type { Server } from "node:http";
  interface Application {
    use(path: string, handler: unknown): void;
    listen(port: number, host: string, onListening: () => void): Server;
  }
  const express: () => Application;
  export default express;
}
declare module "express-pouchdb" {
  const handler: (database: unknown, options: Readonly<Record<string, unknown>>) => unknown;
  export default handler;
}
declare module "pouchdb-adapter-http" {
  const plugin: unknown;
  export default plugin;
}
declare module "pouchdb-mapreduce" {
  const plugin: unknown;
  export default plugin;
}
declare module "pouchdb-replication" {
  const plugin: unknown;
  export default plugin;
}
