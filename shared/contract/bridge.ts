import { z } from "zod";

import { commandIdSchema, orderIdSchema, stageIdSchema } from "#shared/domain/ids.ts";
import type { Result } from "#shared/domain/result.ts";

import type { AskAnswer, AskInput, AskName } from "./ask.ts";
import type { AppError } from "./views.ts";
import {
  appErrorSchema,
  historyFilterSchema,
  historyViewSchema,
  inboxViewSchema,
  orderViewSchema,
  outboxViewSchema,
  sessionViewSchema,
  statusViewSchema,
} from "./views.ts";

/** The contract between renderer and main. Both sides check it; another version is refused. */
export const bridgeVersion = 1;

const nothing = z.strictObject({});
const kept = z.strictObject({ commandId: commandIdSchema });
/** Longer than any reason may be, so that the command's own check refuses it with its sentence. */
const typedText = z.string().max(1_000_000);
const typedAddress = z.string().max(254);
const typedPassword = z.string().min(1).max(256);
const windowShape = { start: z.int().min(0), count: z.int().min(0).max(500) };

/** What a screen can ask for once: name → input, output. Writes answer as soon as the command is kept on disk. */
export const calls = {
  "choose-server": { input: z.strictObject({ address: z.string().max(2_000) }), output: nothing },
  /** Goes from the start page to the choice of another server. */
  "leave-server": { input: nothing, output: nothing },
  "sign-in": {
    input: z.strictObject({ email: typedAddress, password: typedPassword.exactOptional() }),
    output: nothing,
  },
  /** Signs in again after a session is over; the screens and everything on the device stay. */
  "resume-session": { input: z.strictObject({ password: typedPassword }), output: nothing },
  "reset-password": { input: z.strictObject({ email: typedAddress }), output: nothing },
  "sign-out": { input: nothing, output: nothing },
  "sync-now": { input: nothing, output: nothing },
  "approve-order": {
    input: z.strictObject({ orderId: orderIdSchema, stageId: stageIdSchema, reason: typedText.exactOptional() }),
    output: kept,
  },
  "reject-order": {
    input: z.strictObject({ orderId: orderIdSchema, stageId: stageIdSchema, reason: typedText.exactOptional() }),
    output: kept,
  },
  "comment-on-order": { input: z.strictObject({ orderId: orderIdSchema, text: typedText }), output: kept },
  "reverse-decision": {
    input: z.strictObject({ orderId: orderIdSchema, decisionId: commandIdSchema, reason: typedText.exactOptional() }),
    output: kept,
  },
} as const;

/** What a screen can follow: name → parameters, value. The value comes at once and again at every change. */
export const topics = {
  session: { params: nothing, value: sessionViewSchema },
  status: { params: nothing, value: statusViewSchema },
  inbox: { params: z.strictObject(windowShape), value: inboxViewSchema },
  order: { params: z.strictObject({ orderId: orderIdSchema }), value: orderViewSchema.nullable() },
  outbox: { params: z.strictObject(windowShape), value: outboxViewSchema },
  history: {
    params: z.strictObject({ ...windowShape, search: z.string().max(64), filter: historyFilterSchema }),
    value: historyViewSchema,
  },
} as const;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]["input"]>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]["output"]>;
export type TopicName = keyof typeof topics;
export type TopicParams<Name extends TopicName> = z.input<(typeof topics)[Name]["params"]>;
export type TopicValue<Name extends TopicName> = z.output<(typeof topics)[Name]["value"]>;

export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name);
export const isTopicName = (name: string): name is TopicName => Object.hasOwn(topics, name);

/** A followed topic: its value, or why there is none now. A later value may still come. */
export type TopicUpdate<Name extends TopicName> = Result<TopicValue<Name>, AppError>;

/** The part of `AbortSignal` that is used; not every platform of this room has the real one. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** How the renderer reaches main, whatever the host: Electron's preload or the loopback WebSocket. */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>, AppError>>;
  /** Returns the function that ends it. */
  follow<Name extends TopicName>(
    name: Name,
    params: TopicParams<Name>,
    onUpdate: (update: TopicUpdate<Name>) => void,
  ): () => void;
  /**
   * Asks the server now: without a connection the answer is `offline` at once, and nothing is asked later. When `signal` is
   * aborted, the answer is `cancelled`, whatever happens to the request.
   */
  ask<Name extends AskName>(
    name: Name,
    input: AskInput<Name>,
    signal: Cancellation,
  ): Promise<Result<AskAnswer<Name>, AppError>>;
}

const messageId = z.int().min(0);

/** What the window sends. */
export const windowMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("call"), id: messageId, name: z.string().max(64), input: z.unknown() }),
  z.strictObject({ kind: z.literal("follow"), id: messageId, name: z.string().max(64), params: z.unknown() }),
  z.strictObject({ kind: z.literal("unfollow"), id: messageId }),
  z.strictObject({ kind: z.literal("ask"), id: messageId, name: z.string().max(64), input: z.unknown() }),
  z.strictObject({ kind: z.literal("cancel"), id: messageId }),
]);
export type WindowMessage = z.infer<typeof windowMessageSchema>;

const outcome = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: appErrorSchema }),
]);

/** What main answers: `version` once at the start, a `result` per call or ask, an `update` per change of a followed topic. */
export const mainMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("version"), version: z.int() }),
  z.strictObject({ kind: z.literal("result"), id: messageId, outcome }),
  z.strictObject({ kind: z.literal("update"), id: messageId, outcome }),
]);
export type MainMessage = z.infer<typeof mainMessageSchema>;
