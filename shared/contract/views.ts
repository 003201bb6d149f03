import { z } from "zod";

import { decisionSchema, stageRoleSchema, stageSchema } from "#shared/domain/approval-flow.ts";
import { verdictSchema } from "#shared/domain/command.ts";
import { historyEntrySchema } from "#shared/domain/history.ts";
import { commandIdSchema, orderIdSchema, stageIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import { loosened } from "#shared/domain/loose.ts";
import { amountSchema } from "#shared/domain/money.ts";
import { orderSchema } from "#shared/domain/order.ts";
import { personSchema } from "#shared/domain/people.ts";
import { refusalArgumentsSchema } from "#shared/domain/refusal.ts";

import { demoPersonSchema } from "./protocol.ts";

/** An error as it crosses a boundary: a code with the arguments of its sentence, perhaps of a newer server. */
export const appErrorSchema = z.strictObject({ code: z.string(), args: loosened(refusalArgumentsSchema) });
export type AppError = z.infer<typeof appErrorSchema>;

/** Whether something may be done now and, if not, why. */
export const permissionSchema = z.discriminatedUnion("allowed", [
  z.strictObject({ allowed: z.literal(true) }),
  z.strictObject({ allowed: z.literal(false), refusal: appErrorSchema }),
]);
export type Permission = z.infer<typeof permissionSchema>;

export const connectionStateSchema = z.enum(["online", "offline", "connecting"]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** How people sign in to a server: with a password, or by address alone, which only a demo allows. */
export const signInMethodSchema = z.enum(["password", "address"]);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

/** Who uses the application. */
export const sessionViewSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("opening") }),
  z.strictObject({
    state: z.literal("no-server"),
    /** The server that was left. */
    server: z.string().exactOptional(),
  }),
  z.strictObject({
    state: z.literal("signed-out"),
    server: z.string(),
    /** Missing until this device has reached the server once. */
    signsInBy: signInMethodSchema.exactOptional(),
    /** The people a demo server offers; empty while it cannot be reached. */
    people: z.array(loosened(demoPersonSchema)),
    /** The address to start with. */
    email: z.string().exactOptional(),
    problem: appErrorSchema.exactOptional(),
  }),
  z.strictObject({
    state: z.literal("signed-in"),
    server: z.string(),
    signsInBy: signInMethodSchema,
    person: loosened(personSchema),
  }),
]);
export type SessionView = z.infer<typeof sessionViewSchema>;

/** What the shell around every screen shows. */
export const statusViewSchema = z.strictObject({
  connection: connectionStateSchema,
  /** When the device last was up to date; missing before the first time. */
  lastSyncAt: instantSchema.exactOptional(),
  /** Present during the first load: how many orders are here already. */
  loading: z.strictObject({ orders: z.int() }).exactOptional(),
  waitingToSend: z.int().min(0),
  refused: z.int().min(0),
  inboxCount: z.int().min(0),
  /** Why nothing is sent although the network is there: session refused, client too old, … */
  problem: appErrorSchema.exactOptional(),
  /** What this person should know about the data on this device: not encrypted here, recovered from a damaged file. */
  notices: z.array(appErrorSchema).exactOptional(),
});
export type StatusView = z.infer<typeof statusViewSchema>;

export const inboxRowSchema = z.strictObject({
  orderId: orderIdSchema,
  number: z.string(),
  requester: z.string(),
  customer: z.string(),
  amount: loosened(amountSchema),
  placedAt: instantSchema,
  waitingSince: instantSchema,
  stageId: stageIdSchema,
  stageRole: loosened(stageRoleSchema),
  isRecurring: z.boolean(),
  /** Refused where only a newer program may decide the order. */
  mayDecide: permissionSchema,
});
export type InboxRow = z.infer<typeof inboxRowSchema>;

/** A window of the inbox: the rows from `start` on, and how many there are in all. Longest waiting first. */
export const inboxViewSchema = z.strictObject({ total: z.int(), start: z.int(), rows: z.array(inboxRowSchema) });
export type InboxView = z.infer<typeof inboxViewSchema>;

export const stageViewSchema = z.strictObject({
  stage: loosened(stageSchema),
  /** `unknown` if the flow has something of a newer kind. */
  state: z.enum(["waiting", "open", "approved", "rejected", "closed", "unknown"]),
  /** All decisions of the stage in order, including reversed ones; one without `receivedAt` is waiting to be sent. */
  decisions: z.array(z.strictObject({ decision: loosened(decisionSchema), mayReverse: permissionSchema })),
  asksMe: z.boolean(),
});
export type StageView = z.infer<typeof stageViewSchema>;

/** The person's own command on this order, and its verdict. */
const ownCommandSchema = z.strictObject({
  commandId: commandIdSchema,
  type: z.string(),
  madeAt: instantSchema,
  verdict: loosened(verdictSchema),
});

export const orderViewSchema = z.strictObject({
  /** With the person's waiting commands applied. */
  order: loosened(orderSchema),
  stages: z.array(stageViewSchema),
  /** The stage that the person's approval or rejection would decide: the open one, or the one that would ask them. */
  decisionStageId: stageIdSchema.exactOptional(),
  mayApprove: permissionSchema,
  mayReject: permissionSchema,
  /** The person's commands on this order that wait or were refused, newest first. */
  commands: z.array(ownCommandSchema),
  /** The next executions of a recurring order; none if this version cannot compute them. */
  nextDates: z.array(instantSchema),
  /** Per term: the gross total times the number of executions; missing when the term has no end, or cannot be computed. */
  termAmount: loosened(amountSchema).exactOptional(),
});
export type OrderView = z.infer<typeof orderViewSchema>;

export const outboxEntrySchema = z.strictObject({
  commandId: commandIdSchema,
  type: z.string(),
  orderId: orderIdSchema.exactOptional(),
  orderNumber: z.string().exactOptional(),
  customer: z.string().exactOptional(),
  text: z.string().exactOptional(),
  madeAt: instantSchema,
  verdict: loosened(verdictSchema),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

/** Newest first. */
export const outboxViewSchema = z.strictObject({ total: z.int(), start: z.int(), entries: z.array(outboxEntrySchema) });
export type OutboxView = z.infer<typeof outboxViewSchema>;

export const historyFilterSchema = z.enum(["all", "approved", "rejected", "reversed", "waiting"]);
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

/** An entry of the history; without `receivedAt`, it is the person's own decision, waiting to be sent. */
export const historyRowSchema = loosened(historyEntrySchema.extend({ receivedAt: instantSchema.exactOptional() }));
export type HistoryRow = z.infer<typeof historyRowSchema>;

/** Newest first. */
export const historyViewSchema = z.strictObject({ total: z.int(), start: z.int(), rows: z.array(historyRowSchema) });
export type HistoryView = z.infer<typeof historyViewSchema>;
