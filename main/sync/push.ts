import type { RxReplicationWriteToMasterRow, WithDeleted } from "rxdb";
import { deepEqual } from "rxdb";

import { pushAnswerSchema } from "#shared/contract/protocol.ts";
import type { PushRequest } from "#shared/contract/protocol.ts";
import type { Command } from "#shared/domain/command.ts";
import { commandSchema } from "#shared/domain/command.ts";

import type { PullContext } from "./pull.ts";

type Row = RxReplicationWriteToMasterRow<Command>;

/**
 * A verdict that came from the server need not go back to it. To a server of another life of the data every command is
 * news: it may have forgotten what it had judged.
 */
const isNews = ({ newDocumentState, assumedMasterState }: Row): boolean =>
  newDocumentState.verdict.state === "waiting" || !deepEqual(assumedMasterState?.verdict, newDocumentState.verdict);

/**
 * Pushes commands in the order in which the device made them. What comes back judged is handed to RxDB as the
 * server's state, which puts the verdict into the local command; a command that the server holds back stays waiting.
 */
export const pushHandler =
  ({ client, connection, store }: PullContext) =>
  async (rows: Row[]): Promise<WithDeleted<Command>[]> => {
    const commands = rows
      .filter(isNews)
      .map(({ newDocumentState }) => commandSchema.strip().parse(newDocumentState))
      .sort((left, right) => left.deviceSeq - right.deviceSeq);
    if (commands.length === 0) return [];

    const line = await connection.online();
    const { epoch = "" } = await store.device();
    const request: PushRequest = { epoch, deviceId: store.deviceId, commands };
    const answer = await client.post("/v1/sync/push", request, pushAnswerSchema, line);
    if (!answer.ok) {
      connection.drop(answer.error);
      throw new Error(`push failed: ${answer.error.code}`);
    }
    connection.confirm();
    const pushed = new Map(commands.map((command) => [command.id, command]));
    return answer.value.commands
      .filter(({ id, verdict }) => !deepEqual(verdict, pushed.get(id)?.verdict))
      .map((command) => ({ ...command, _deleted: false }));
  };
