import { Counter, Gauge, Histogram, Registry } from "prom-client";

const prefix = "countersign_";

/** In seconds, from a lookup in memory to a push of five hundred commands. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const sizes = [0, 1, 5, 10, 50, 100, 250, 500, 1_000, 5_000];

/**
 * This node's metrics for Prometheus. Labels are routes, queues, codes and states from lists in the code: never an id, a
 * person, an organisation or anything else that grows with the data.
 */
export const createMetrics = () => {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: prefix + name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: prefix + name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name: prefix + name, help, labelNames, buckets, registers });

  return {
    registry,
    requests: histogram(
      "http_request_duration_seconds",
      "Answered requests by route, in seconds; without streams",
      ["method", "route", "status"],
      durations,
    ),
    pulledDocuments: histogram("pull_documents", "Rows of each pull", ["collection"], sizes),
    pushedCommands: histogram("push_commands", "Commands of each push", [], sizes),
    verdicts: counter("verdicts_total", "Judged commands", ["state", "code"]),
    streams: gauge("streams", "Open event streams on this node"),
    streamsClosed: counter("streams_closed_total", "Ended event streams, by who ended them", ["reason"]),
    streamsBehind: gauge(
      "streams_behind_commits",
      "Commits that the most delayed of up to a hundred open streams was not told of",
    ),
    jobRuns: histogram(
      "job_duration_seconds",
      "Durations of this node's jobs, in seconds",
      ["queue", "outcome"],
      durations,
    ),
    queueJobs: gauge("queue_jobs", "Jobs in the database by queue: ready, for later, under way", ["queue", "state"]),
    queueOldest: gauge("queue_oldest_seconds", "How long the oldest ready job of a queue has waited", ["queue"]),
    eventsWaiting: gauge("events_waiting", "Events not yet passed on to their subscribers, up to 10,000"),
    eventsOldest: gauge("events_oldest_seconds", "Age of the oldest event not yet passed on"),
    webhookTries: counter("webhook_tries_total", "Attempts at webhook messages, by what follows", ["outcome"]),
    mails: counter("mails_total", "Mails by outcome; a failed one is retried", ["outcome"]),
    databaseUp: gauge("database_up", "Whether PostgreSQL answered when these figures were read"),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
