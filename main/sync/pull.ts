import type { ReplicationPullHandlerResult } from "rxdb";

import type { StoredDocuments } from "#main/store/documents.ts";
import { TimeSlice } from "#main/store/storage/index.ts";
import type { Store } from "#main/store/store.ts";
import type { Checkpoint, CollectionName } from "@countersign/shared/contract/protocol.ts";
import { pullAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { Loose } from "@countersign/shared/domain/loose.ts";

import type { ArrivedPage } from "./arrived-page.ts";
import type { Connection, OpenConnection } from "./connection.ts";
import { FailedCall } from "./failed-call.ts";
import type { ServerClient } from "./server-client.ts";

export interface PullContext {
  readonly client: ServerClient;
  readonly connection: Connection;
  readonly store: Store;
}

/** An answer, or a page from an event in its place, as a device reads it. */
type LooseAnswer = Loose<typeof pullAnswerSchema>;

type Pulled<Name extends CollectionName> = StoredDocuments[Name] & { _deleted: boolean };

const pathOf = (name: CollectionName, limit: number, checkpoint: Checkpoint | undefined): string => {
  const query = new URLSearchParams({ collection: name, limit: String(limit) });
  if (checkpoint) {
    query.set("epoch", checkpoint.epoch);
    query.set("sequence", String(checkpoint.sequence));
    query.set("documentId", checkpoint.documentId);
  }
  return `/v1/sync/pull?${query.toString()}`;
};

/** Documents that are gone keep their last state, marked deleted; one that never was here needs no trace. */
const tombstones = async <Name extends CollectionName>(
  store: Store,
  name: Name,
  ids: readonly string[],
): Promise<Pulled<Name>[]> => {
  if (ids.length === 0) return [];
  const kept = await store.collections[name].storageInstance.findDocumentsById([...ids], false);
  return kept.map((document) => ({ ...(document as unknown as StoredDocuments[Name]), _deleted: true }));
};

/** The received documents, read one by one and kept as they were sent. Pauses for the event loop when there are many. */
const documentsOf = async <Name extends CollectionName>(
  { client, store }: PullContext,
  name: Name,
  { rows }: LooseAnswer,
): Promise<Pulled<Name>[]> => {
  const present: Pulled<Name>[] = [];
  const gone: string[] = [];
  const slice = new TimeSlice();
  // Reading the answer and writing the documents are each a turn of their own.
  await slice.pause();
  for (const row of rows) {
    if (slice.isUp) await slice.pause();
    if (row.deleted) gone.push(row.id);
    else {
      const document = store.received(name, row.document);
      if (document === undefined) throw new FailedCall(`reading ${name}`, client.unreadable());
      present.push({ ...document, _deleted: false });
    }
  }
  const pulled = [...present, ...(await tombstones(store, name, gone))];
  await slice.pause();
  return pulled;
};

interface Page<Name extends CollectionName> {
  readonly documents: readonly Pulled<Name>[];
  readonly checkpoint: Checkpoint;
  readonly isLast: boolean;
}

interface Asked {
  readonly position: Checkpoint | undefined;
  readonly limit: number;
  readonly arrived: ArrivedPage;
}

const answerOf = async (
  { client }: PullContext,
  name: CollectionName,
  { position, limit, arrived }: Asked,
  line: OpenConnection,
): Promise<LooseAnswer> => {
  const known = arrived.take(position);
  if (known !== undefined) return known;
  const answer = await client.get(pathOf(name, limit, position), pullAnswerSchema, line);
  if (!answer.ok) throw new FailedCall(`pull of ${name}`, answer.error);
  return answer.value;
};

const pullPage = async <Name extends CollectionName>(
  context: PullContext,
  name: Name,
  asked: Asked,
  line: OpenConnection,
): Promise<Page<Name>> => {
  // RxDB asks for the next page while it writes the last one, and would gather whatever came into one long write.
  const [answer] = await Promise.all([answerOf(context, name, asked, line), context.store.untilIdle()]);
  const { rows, checkpoint } = answer;
  return { documents: await documentsOf(context, name, answer), checkpoint, isLast: rows.length < asked.limit };
};

/**
 * Pulls the next documents of a collection after `checkpoint`, or takes what an event has brought. Waits until the server can be reached; any failure,
 * an invalid document included, ends the connection, which is rebuilt, and RxDB asks again.
 *
 * RxDB takes an answer shorter than the batch for the end, so pages whose rows leave no trace here are skipped over.
 */
export const pullHandler =
  <Name extends CollectionName>(context: PullContext, name: Name, arrived: ArrivedPage) =>
  async (
    checkpoint: Checkpoint | undefined,
    limit: number,
  ): Promise<ReplicationPullHandlerResult<StoredDocuments[Name], Checkpoint>> => {
    const documents: Pulled<Name>[] = [];
    let position = checkpoint;
    for (;;) {
      const page = await context.connection.call((line) => pullPage(context, name, { position, limit, arrived }, line));
      position = page.checkpoint;
      documents.push(...page.documents);
      if (documents.length >= limit || page.isLast) return { documents, checkpoint: position };
    }
  };
