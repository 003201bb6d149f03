import {
  pullAnswerSchema,
  pullQuerySchema,
  pushAnswerSchema,
  pushRequestSchema,
  sessionAnswerSchema,
  streamEventSchema,
  streamQuerySchema,
} from "#shared/contract/protocol.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The operations that a device replicates with. */
export const replicationOperations = operationsOf({
  readSession: { method: "GET", path: "/v1/session", answer: named("Session", sessionAnswerSchema) },
  pull: { method: "GET", path: "/v1/sync/pull", query: pullQuerySchema, answer: named("PullAnswer", pullAnswerSchema) },
  push: {
    method: "POST",
    path: "/v1/sync/push",
    body: named("PushRequest", pushRequestSchema),
    answer: named("PushAnswer", pushAnswerSchema),
  },
  openStream: {
    method: "GET",
    path: "/v1/sync/stream",
    query: streamQuerySchema,
    answer: named("StreamEvent", streamEventSchema),
  },
});
