import { z } from "zod";

import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import type { PushAnswer } from "@countersign/shared/contract/protocol.ts";
import { pushRequestSchema } from "@countersign/shared/contract/protocol.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { pushedDeviceIdSchema } from "#server/features/commands/device.ts";
import { executePush } from "#server/features/commands/execute-push.ts";
import type { Pusher, Submission } from "#server/features/commands/submission.ts";
import { readSubmission } from "#server/features/commands/submission.ts";
import { unstorable } from "#server/foundation/http/storable.ts";
import { fieldProblems } from "#server/foundation/http/validation.ts";
import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

/** The envelope of a push; its commands are checked one by one. */
const envelopeSchema = pushRequestSchema.extend({
  deviceId: pushedDeviceIdSchema,
  commands: z.array(z.unknown()).max(500),
});

const readEnvelope = (body: unknown): Result<z.infer<typeof envelopeSchema>, RequestRefusal> => {
  const parsed = envelopeSchema.safeParse(body);
  if (parsed.success) {
    const { epoch, deviceId } = parsed.data;
    const obstacle = unstorable({ epoch, deviceId });
    return obstacle === undefined ? ok(parsed.data) : malformed([obstacle]);
  }
  const [first = { path: "body", code: "not-valid" }, ...others] = fieldProblems(parsed.error, body);
  return malformed([first, ...others]);
};

/**
 * Reads all commands of a push before the first is executed. Refused, with its place, for one without a readable id,
 * which could get no verdict.
 */
const readSubmissions = (elements: readonly unknown[], sender: Pusher): Result<Submission[], RequestRefusal> => {
  const submissions: Submission[] = [];
  for (const [index, element] of elements.entries()) {
    const read = readSubmission(element, sender);
    if (!read.ok) return malformed([{ ...read.error, path: `commands.${index}.${read.error.path}` }]);
    submissions.push(read.value);
  }
  return ok(submissions);
};

/**
 * `POST /v1/sync/push`: takes a device's commands and answers each with its verdict. A refused command is an answer, never
 * an HTTP error, because a client repeats a failed call for ever.
 */
export const pushRoute = (services: Services): Route => {
  const answer = async (session: Session, body: unknown): Promise<Result<PushAnswer, RequestRefusal>> => {
    const envelope = readEnvelope(body);
    if (!envelope.ok) return envelope;
    const { epoch, deviceId, commands } = envelope.value;
    // A client from another epoch has to start again.
    if (epoch !== session.epoch) return refuse("epoch-changed");
    services.metrics.pushedCommands.observe(commands.length);
    const sender = { actorId: session.person.id, deviceId, receivedAt: services.clock.now() };
    const submissions = readSubmissions(commands, sender);
    if (!submissions.ok) return submissions;
    return ok({ commands: await executePush(services, session, submissions.value) });
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
