import type { z } from "zod";

import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Tx } from "#server/foundation/db/database.ts";

/** How often a failed job is retried; the pauses double from `pauseSeconds` up to `longestPauseSeconds`. */
export interface Tries {
  readonly retries: number;
  readonly pauseSeconds?: number;
  readonly longestPauseSeconds?: number;
}

/** How many jobs of a queue a node does at the same time. */
export interface Parallel<Payload> {
  readonly atOnce: number;
  /** How many of one group, so that a slow group only holds up itself. */
  readonly ofOneGroup: number;
  groupOf(payload: Payload): string;
}

/** One kind of work. Its name and the shape of its payload never change once shipped: jobs outlive a deployment. */
export interface JobQueue<Payload extends object> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  readonly tries: Tries;
  /** If missing, a node does one job after the other. */
  readonly parallel?: Parallel<Payload>;
}

export interface SendOptions {
  /** The job exists only if this transaction commits. */
  readonly tx?: Tx;
  /** Not before this instant. */
  readonly startAfter?: Instant;
}

/** Does one job. It may be called more than once for the same job, so it must check whether the work is already done. */
export type JobHandler<Payload> = (payload: Payload, job: { readonly id: string }) => Promise<void>;

/** The seam to background jobs: stored, retried after a failure or a crash, each done by one of several nodes. */
export interface Jobs {
  sendAll<Payload extends object>(
    queue: JobQueue<Payload>,
    payloads: readonly Payload[],
    options?: SendOptions,
  ): Promise<void>;
  /** From now on this node does the queue's jobs. */
  work<Payload extends object>(queue: JobQueue<Payload>, handler: JobHandler<Payload>): Promise<void>;
  /** Sends an empty job at each time of the cron expression (in UTC), one for all nodes. */
  schedule(queue: JobQueue<Record<string, never>>, cron: string): Promise<void>;
  /** Whether this node accepts jobs. */
  isWorking(): boolean;
  /** Lets jobs under way finish. */
  stop(): Promise<void>;
}
