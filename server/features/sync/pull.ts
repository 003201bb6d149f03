import { pullAnswerSchema, pullQuerySchema } from "@countersign/shared/contract/protocol.ts";

import { HttpProblem, malformed } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { pagesOf } from "./page.ts";
import { PagesAhead } from "./pages-ahead.ts";

/** A client of another life of the data has to begin anew. */
export const requireEpoch = (given: string | undefined, epoch: string): void => {
  if (given !== undefined && given !== epoch) throw new HttpProblem(409, "epoch-changed");
};

/** `GET /v1/sync/pull`: the documents of one collection that changed for this person after a checkpoint. */
export const pullRoute = (app: HttpApp, { db, sessions, changeLog, metrics }: Services): void => {
  const pages = new PagesAhead(pagesOf(db, changeLog));
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
      if (known === undefined && sequence > 0) throw malformed([{ path: "epoch", code: "belongs-to-sequence" }]);

      const asked = { reader: person, epoch, collection, after: { sequence, documentId }, limit };
      const { bytes, size } = await pages.read(asked, asOf);
      metrics.pulledDocuments.observe({ collection }, size);
      return reply.type("application/json; charset=utf-8").send(bytes);
    },
  );
};
