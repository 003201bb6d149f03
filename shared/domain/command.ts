import { z } from "zod";

import { commandIdSchema, deviceIdSchema, personIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import type { Loose } from "./loose.ts";
import { isNewer } from "./newer.ts";
import { refusalArgumentsSchema } from "./refusal.ts";

/** The state of a command: `waiting` until the server has judged it; a verdict never changes. */
export const verdictSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("waiting") }),
  z.strictObject({
    state: z.literal("accepted"),
    at: instantSchema,
    /** The revision of the order after the command took effect. */
    revision: z.int().min(0),
  }),
  z.strictObject({
    state: z.literal("refused"),
    at: instantSchema,
    code: z.string().min(1).max(64),
    args: refusalArgumentsSchema,
  }),
]);
export type Verdict = z.infer<typeof verdictSchema>;
export type LooseVerdict = Loose<typeof verdictSchema>;

/** The state of a command; `newer` for a kind of verdict that only a newer version knows. */
export const verdictState = (verdict: LooseVerdict): Verdict["state"] | "newer" =>
  isNewer(verdict) ? "newer" : verdict.state;

/**
 * One write of one person, made on one device, append-only. The server executes it exactly once.
 * `type` and `payload` stay open here: a server must answer a type that it does not know with a verdict.
 */
export const commandSchema = z.strictObject({
  id: commandIdSchema,
  type: z.string().min(1).max(64),
  payload: z.record(z.string(), z.json()),
  actorId: personIdSchema,
  deviceId: deviceIdSchema,
  /** Numbers this device's commands from 1 without a gap. */
  deviceSeq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  madeAt: instantSchema,
  /** The revision of the order that the person saw. */
  basedOn: z.int().min(0),
  /** The newest protocol of the program that the person decided with, even if a newer one sends it: it tells what they were shown and asked. */
  protocol: z.int().min(1),
  verdict: verdictSchema,
});
export type Command = z.infer<typeof commandSchema>;
export type LooseCommand = Loose<typeof commandSchema>;
