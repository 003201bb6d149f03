import { z } from "zod";

import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import type { PushAnswer } from "@countersign/shared/contract/protocol.ts";
import { pushRequestSchema } from "@countersign/shared/contract/protocol.ts";

import { pushedDeviceIdSchema } from "#server/features/commands/device.ts";
import { executePush } from "#server/features/commands/execute-push.ts";
import type { Pusher, Submission } from "#server/features/commands/submission.ts";
import { readSubmission } from "#server/features/commands/submission.ts";
import { malformedProblem } from "#server/foundation/http/problem.ts";
import { unstorable } from "#server/foundation/http/storable.ts";
import { fieldProblems } from "#server/foundation/http/validation.ts";
import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { requireEpoch } from "./pull.ts";

/** The push around its commands, which are checked one by one. */
const envelopeSchema = pushRequestSchema.extend({
  deviceId: pushedDeviceIdSchema,
  commands: z.array(z.unknown()).max(500),
});

const readEnvelope = (body: unknown): z.infer<typeof envelopeSchema> => {
  const parsed = envelopeSchema.safeParse(body);
  if (parsed.success) {
    const { epoch, deviceId } = parsed.data;
    const obstacle = unstorable({ epoch, deviceId });
    if (obstacle !== undefined) throw malformedProblem([obstacle]);
    return parsed.data;
  }
  const [first = { path: "body", code: "not-valid" }, ...others] = fieldProblems(parsed.error, body);
  throw malformedProblem([first, ...others]);
};

/**
 * All commands of a push, read before the first is executed.
 * @throws HttpProblem 400 naming the element, when one has no readable id: there is nothing to hang a verdict on.
 */
const readSubmissions = (elements: readonly unknown[], sender: Pusher): Submission[] =>
  elements.map((element, index) => {
    const submission = readSubmission(element, sender);
    if (submission.ok) return submission.value;
    throw malformedProblem([{ ...submission.error, path: `commands.${index}.${submission.error.path}` }]);
  });

/**
 * `POST /v1/sync/push`: takes a device's commands and answers each with its verdict. A refusal is an answer, never an
 * HTTP error: a client repeats a failed call for ever.
 */
export const pushRoute = (services: Services): Route => {
  const answer = async (session: Session, body: unknown): Promise<PushAnswer> => {
    const { epoch, deviceId, commands } = readEnvelope(body);
    requireEpoch(epoch, session.epoch);
    services.metrics.pushedCommands.observe(commands.length);
    const sender = { actorId: session.person.id, deviceId, receivedAt: services.clock.now() };
    return { commands: await executePush(services, session, readSubmissions(commands, sender)) };
  };
  return rawRoute(
    {
      operation: replicationOperations.push,
      right: "signed-in",
      tags: ["replication"],
      summary: "Takes a device's commands and answers each with its verdict",
    },
    ({ session, body }) => answer(session, body),
  );
};
