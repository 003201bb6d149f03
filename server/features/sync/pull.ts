import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";

import { HttpProblem, malformedProblem } from "#server/foundation/http/problem.ts";
import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { pagesOf } from "./page.ts";
import { PagesAhead } from "./pages-ahead.ts";

/** A client of another life of the data has to begin anew. */
export const requireEpoch = (given: string | undefined, epoch: string): void => {
  if (given !== undefined && given !== epoch) throw new HttpProblem(409, "epoch-changed");
};

/** `GET /v1/sync/pull`: the documents of one collection that changed for this person after a checkpoint. */
export const pullRoute = ({ db, changeLog, metrics }: Services): Route => {
  const pages = new PagesAhead(pagesOf(db, changeLog));
  return rawRoute(
    {
      operation: replicationOperations.pull,
      right: "signed-in",
      tags: ["replication"],
      summary: "What changed for this person in one collection after a position",
    },
    async ({ session, query }, reply) => {
      const { person, epoch, sequence: asOf } = session;
      const { collection, limit, epoch: known, sequence = 0, documentId = "" } = query;
      requireEpoch(known, epoch);
      if (known === undefined && sequence > 0) throw malformedProblem([{ path: "epoch", code: "belongs-to-sequence" }]);

      const asked = { reader: person, epoch, collection, after: { sequence, documentId }, limit };
      const { bytes, size } = await pages.read(asked, asOf);
      metrics.pulledDocuments.observe({ collection }, size);
      return reply.type("application/json; charset=utf-8").send(bytes);
    },
  );
};
