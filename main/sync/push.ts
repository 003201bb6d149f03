import type { RxReplicationWriteToMasterRow, WithDeleted } from "rxdb";
import { deepEqual } from "rxdb";

import type { Content, StoredDocuments } from "#main/store/documents.ts";
import { pushAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import { TimeSlice } from "#main/store/storage/index.ts";
import type { PushRequest } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { asSent } from "@countersign/shared/domain/newer.ts";
import { commandSchema, verdictSchema } from "@countersign/shared/domain/command.ts";

import type { OpenConnection } from "./connection.ts";
import { FailedCall } from "./failed-call.ts";
import type { PullContext } from "./pull.ts";

type StoredCommand = StoredDocuments["commands"];
type Row = RxReplicationWriteToMasterRow<StoredCommand>;

/**
 * A verdict from the server does not have to go back to it. To a server in another epoch, every command is new: it may
 * have forgotten what it had judged.
 */
const isNews = ({ newDocumentState, assumedMasterState }: Row): boolean =>
  newDocumentState.verdictState === "waiting" ||
  !deepEqual(assumedMasterState?.content["verdict"], newDocumentState.content["verdict"]);

/** Made once: zod compiles every schema at its first use, which takes a millisecond or two. */
const sendableSchema = commandSchema.strip();

/** A command as this program may send it: a server accepts no unknown fields, and judges only commands without a verdict. */
const toSend = ({ content }: StoredCommand): Command => {
  const { data: verdict = { state: "waiting" } } = verdictSchema.safeParse(content["verdict"]);
  return sendableSchema.parse({ ...content, verdict });
};

const push = async (
  { client, store }: PullContext,
  rows: readonly Row[],
  line: OpenConnection,
): Promise<WithDeleted<StoredCommand>[]> => {
  // What many decisions take to be sent and to get their verdicts is done in turns of its own.
  const slice = new TimeSlice();
  await slice.pause();
  const commands = rows
    .map(({ newDocumentState }) => toSend(newDocumentState))
    .sort((left, right) => left.deviceSeq - right.deviceSeq);
  const { epoch = "" } = await store.device();
  const request: PushRequest = { epoch, deviceId: store.deviceId, commands };
  const answer = await client.post("/v1/sync/push", request, pushAnswerSchema, line);
  if (!answer.ok) throw new FailedCall("push", answer.error);
  await slice.pause();
  const pushed = new Map(commands.map((command) => [command.id, command]));
  return answer.value.commands
    .filter(({ id, verdict }) => !deepEqual(verdict, pushed.get(id)?.verdict))
    .map((command) => ({ ...store.stored("commands", asSent(command) as Content), _deleted: false }));
};

/**
 * Pushes commands in the order in which the device made them. What comes back judged is handed to RxDB as the
 * server's state, which puts the verdict into the local command; a command that the server holds back stays waiting.
 */
export const pushHandler =
  (context: PullContext) =>
  async (rows: readonly Row[]): Promise<WithDeleted<StoredCommand>[]> => {
    const news = rows.filter(isNews);
    return news.length === 0 ? [] : context.connection.call((line) => push(context, news, line));
  };
