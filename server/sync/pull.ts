import type { Checkpoint } from "#shared/contract/protocol.ts";
import { pullAnswerSchema, pullQuerySchema } from "#shared/contract/protocol.ts";

import type { App } from "#server/api/app.ts";
import { HttpProblem, malformed } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import { readableTexts } from "#server/scope/readable-texts.ts";

import { PagesAhead } from "./pages-ahead.ts";

/** The row around the document, which is text already: it goes from the database to the wire without being parsed. */
const rowText = (document: string | null, id: string): string =>
  document === null ? JSON.stringify({ deleted: true, id }) : `{"deleted":false,"document":${document}}`;

/** A client of another life of the data has to begin anew. */
export const requireEpoch = (given: string | undefined, epoch: string): void => {
  if (given !== undefined && given !== epoch) throw new HttpProblem(409, "epoch-changed");
};

/** `GET /v1/sync/pull`: the documents of one collection that changed for this person after a checkpoint. */
export const pullRoute = (app: App, { db, sessions, changeLog, metrics }: Services): void => {
  const pages = new PagesAhead(changeLog);
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
      const { person, epoch, sequence: asOf } = sessions.of(request);
      const { collection, limit, epoch: known, sequence = 0, documentId = "" } = request.query;
      requireEpoch(known, epoch);
      if (known === undefined && sequence > 0) throw malformed([{ path: "epoch", problem: "belongs to a sequence" }]);

      const asked = { personId: person.id, collection, after: { sequence, documentId }, limit };
      const rows = await pages.read(asked, asOf);
      metrics.pulledDocuments.observe({ collection }, rows.length);
      const last = rows.at(-1) ?? { sequence, documentId };
      const checkpoint: Checkpoint = { epoch, sequence: last.sequence, documentId: last.documentId };
      const read = rows.map(({ document }) => document);
      const documents = await readableTexts(db, collection, read, person);
      const texts = rows.map((row, index) => rowText(documents[index] ?? null, row.documentId));
      const answer = `{"rows":[${texts.join(",")}],"checkpoint":${JSON.stringify(checkpoint)}}`;
      // As bytes it is encoded once; as text it would be measured first.
      return reply.type("application/json; charset=utf-8").send(Buffer.from(answer));
    },
  );
};
