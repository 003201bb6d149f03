// Usage: device-program.ts <settings as JSON>
// The application without a window, as one person's device; it answers its parent process over the channel.
import { z } from "zod";
import type { RxStorageInstance } from "rxdb";
import { v7 } from "uuid";

import { DesktopApp } from "#main/app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import type { Workspace } from "#main/workspace.ts";
import { seededRandom } from "@countersign/server/demo/random.ts";
import type { CommandType } from "@countersign/shared/commands/payloads.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";

import type { Act, DeviceDocuments, DeviceRequest, DeviceState, DecisionResult } from "./device-messages.ts";
import { deviceSettingsSchema, requestSchema } from "./device-messages.ts";

const { server, directory, email, seed } = deviceSettingsSchema.parse(JSON.parse(process.argv[2] ?? ""));

/** Shorter than a person's, so that a run does not take minutes; still longer than the server's heartbeat. */
const timeouts = { answer: 4_000, silence: 18_000 };

type Instance = RxStorageInstance<{ readonly id: string }, unknown, unknown>;
const instances = new Map<string, Instance>();
const storage = createStorage(directory);
const random = seededRandom(seed);
const clock: Clock = { now: () => instantFromDate(new Date()) };

const app = new DesktopApp({
  server,
  directory,
  storage: {
    ...storage,
    createStorageInstance: async (params) => {
      const instance = await storage.createStorageInstance(params);
      instances.set(params.collectionName, instance as unknown as Instance);
      return instance;
    },
  },
  damagedFiles: damagedFilesIn(directory, clock),
  secrets: memorySecrets(),
  fetch: globalThis.fetch,
  clock,
  ids: { next: () => v7() },
  random: () => random.next(),
  timeouts: timeouts,
});

type StoredDocument = StoredDocuments["orders"] | StoredDocuments["people"];
type StoredOrder = StoredDocuments["orders"];

/** The contents of the file, without what RxDB adds. */
const stored = async (name: string): Promise<StoredDocument[]> => {
  const read = await instances.get(name)?.getChangedDocumentsSince?.(1_000_000);
  return (read?.documents ?? []).flatMap(({ _deleted, _meta, _rev, _attachments, ...document }) =>
    _deleted ? [] : [document as unknown as StoredDocument],
  );
};

/** The orders that suit what the person wants to do, or all if none does. */
const suitable = (orders: readonly StoredOrder[], how: Act): readonly StoredOrder[] => {
  const wanted = orders.filter(
    (order) =>
      how === "comment" || (how === "reverse" ? opened("orders", order).flow.decisions.length > 0 : order.asksMe),
  );
  return wanted.length > 0 ? wanted : orders;
};

const decide = async (workspace: Workspace, position: number, how: Act): Promise<DecisionResult> => {
  const orders = suitable((await stored("orders")) as StoredOrder[], how);
  const found = orders[position % Math.max(orders.length, 1)];
  if (found === undefined) return { nothing: true };
  const order = opened("orders", found);
  const { stages, decisions } = order.flow;
  const orderId = order.id;
  const stageId = stages[position % Math.max(stages.length, 1)]?.id ?? "stage-1";
  const [type, payload] = {
    approve: ["approve-order", { orderId, stageId }],
    reject: ["reject-order", { orderId, stageId, reason: "No." }],
    reverse: ["reverse-decision", { orderId, decisionId: decisions.at(-1)?.id ?? v7() }],
    comment: ["comment-on-order", { orderId, text: "Why?" }],
  }[how] as [CommandType, Command["payload"]];
  const made = await workspace.decide(type, payload);
  return made.ok ? { kept: made.value } : { refused: made.error.code };
};

const state = async (workspace: Workspace): Promise<DeviceState> => {
  const { connection, waitingToSend, problem } = await workspace.view("status", {});
  return { connection, waitingToSend, problem: problem?.code ?? "" };
};

const documents = async (): Promise<DeviceDocuments> => {
  const entries = await Promise.all(
    collectionNames.map(async (name) => {
      const kept = await stored(name);
      return [name, kept.map(({ content }) => content)] as const;
    }),
  );
  return Object.fromEntries(entries) as unknown as DeviceDocuments;
};

const whySignedOut = (): string => {
  const session = app.session$.value;
  const code = session.state === "signed-out" ? session.problem?.code : undefined;
  return code === undefined ? "signed out" : `signed out: ${code}`;
};

/** A person who could not sign in, on a bad network or without access, does so later; until then there is nothing to decide. */
const answerOnStartPage = async ({ ask }: DeviceRequest): Promise<unknown> => {
  switch (ask) {
    case "decide":
      return { nothing: true } satisfies DecisionResult;
    case "wake":
    case "sign in":
      await app.signIn(email);
      return {};
    case "state":
      return { connection: "offline", waitingToSend: 0, problem: whySignedOut() } satisfies DeviceState;
    case "documents":
      return documents();
  }
};

const answer = async (message: unknown): Promise<unknown> => {
  const request = requestSchema.parse(message);
  const { workspace } = app;
  if (workspace === undefined) return answerOnStartPage(request);
  switch (request.ask) {
    case "decide":
      return decide(workspace, request.position, request.how);
    case "wake":
      workspace.syncNow();
      return {};
    case "sign in":
      return {};
    case "state":
      return state(workspace);
    case "documents":
      return documents();
  }
};

const envelope = z.strictObject({ number: z.int(), request: z.unknown() });

process.on("message", (message) => {
  const { number, request } = envelope.parse(message);
  void answer(request).then((result) => process.send?.({ number, result }));
});
process.once("disconnect", () => process.exit());

await app.start(email);
process.send?.({ number: 0, result: {} });
