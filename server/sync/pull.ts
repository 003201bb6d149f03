import type { Checkpoint, CollectionName } from "#shared/contract/protocol.ts";
import { pullAnswerSchema, pullQuerySchema } from "#shared/contract/protocol.ts";
import type { Person } from "#shared/domain/people.ts";

import type { App } from "#server/api/app.ts";
import { HttpProblem, malformed } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import { redactTextFor } from "#server/scope/redact.ts";

import type { LogRow } from "./change-log.ts";

/**
 * The row as JSON text, as this person may read it. The document is text already: unless something in it is not for
 * everybody, it goes from the database to the wire without being parsed.
 */
const rowText = ({ document, documentId }: LogRow, collection: CollectionName, person: Person): string => {
  if (document === null) return JSON.stringify({ deleted: true, id: documentId });
  return `{"deleted":false,"document":${collection === "orders" ? redactTextFor(document, person) : document}}`;
};

/** A client of another life of the data has to begin anew. */
export const requireEpoch = (given: string | undefined, epoch: string): void => {
  if (given !== undefined && given !== epoch) throw new HttpProblem(409, "epoch-changed");
};

/** `GET /v1/sync/pull`: the documents of one collection that changed for this person after a checkpoint. */
export const pullRoute = (app: App, { sessions, changeLog, metrics }: Services): void => {
  app.get(
    "/v1/sync/pull",
    {
      config: { documented: { response: { 200: pullAnswerSchema } } },
      schema: {
        tags: ["replication"],
        summary: "What changed for this person in one collection after a position",
        querystring: pullQuerySchema,
      },
    },
    async (request, reply) => {
      const { person, epoch } = sessions.of(request);
      const { collection, limit, epoch: known, sequence = 0, documentId = "" } = request.query;
      requireEpoch(known, epoch);
      if (known === undefined && sequence > 0) throw malformed([{ path: "epoch", problem: "belongs to a sequence" }]);

      const rows = await changeLog.read(person.id, collection, { sequence, documentId }, limit);
      metrics.pulledDocuments.observe({ collection }, rows.length);
      const last = rows.at(-1) ?? { sequence, documentId };
      const checkpoint: Checkpoint = { epoch, sequence: last.sequence, documentId: last.documentId };
      const texts = rows.map((row) => rowText(row, collection, person));
      const answer = `{"rows":[${texts.join(",")}],"checkpoint":${JSON.stringify(checkpoint)}}`;
      return reply.type("application/json; charset=utf-8").send(answer);
    },
  );
};
