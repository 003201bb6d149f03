import { DatabaseSync } from "node:sqlite";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, pullBatchSize } from "@countersign/shared/contract/protocol.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";

interface Page {
  readonly rows: readonly { readonly document: { readonly id: string } }[];
  readonly checkpoint: { readonly sequence: number };
}

/**
 * The minimum of a first sync: the same pages, parsed, and inserted by hand into one table without a further index.
 * Nothing is checked, and nothing can be resumed.
 */
export const pullByHand = async (server: string, path: string): Promise<void> => {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE documents (collection TEXT, id TEXT, data, UNIQUE (collection, id));
  `);
  const insert = database.prepare("INSERT INTO documents VALUES (?, ?, ?)");
  const headers = { authorization: "Bearer bench", ...protocolHeaders };

  const pull = async (collection: CollectionName): Promise<void> => {
    for (let sequence = 0; ;) {
      const query = `collection=${collection}&limit=${pullBatchSize}&epoch=bench&sequence=${sequence}`;
      const response = await fetch(`${server}/v1/sync/pull?${query}`, { headers });
      const { rows, checkpoint } = (await response.json()) as Page;
      database.exec("BEGIN");
      for (const { document } of rows) insert.run(collection, document.id, JSON.stringify(document));
      database.exec("COMMIT");
      if (rows.length < pullBatchSize) return;
      ({ sequence } = checkpoint);
    }
  };
  await Promise.all(collectionNames.map(pull));
  database.close();
};
