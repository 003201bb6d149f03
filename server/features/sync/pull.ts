import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";

import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { pagesOf } from "./page.ts";
import { PagesAhead } from "./pages-ahead.ts";

/** `GET /v1/sync/pull`: the documents of one collection that changed for this person after a checkpoint. */
export const pullRoute = ({ db, changeLog, metrics }: Services): Route => {
  const pages = new PagesAhead(pagesOf(db, changeLog));
  return rawRoute(
    {
      operation: replicationOperations.pull,
      right: "signed-in",
      tags: ["replication"],
      summary: "The changes for this person in one collection after a position",
    },
    async ({ session, query }, reply) => {
      const { person, epoch, sequence: asOf } = session;
      const { collection, limit, epoch: known, sequence = 0, documentId = "" } = query;
      // A client from another epoch has to start again.
      if (known !== undefined && known !== epoch) return refuse("epoch-changed");
      if (known === undefined && sequence > 0) return malformed([{ path: "epoch", code: "belongs-to-sequence" }]);

      const asked = { reader: person, epoch, collection, after: { sequence, documentId }, limit };
      const { bytes, size } = await pages.read(asked, asOf);
      metrics.pulledDocuments.observe({ collection }, size);
      return reply.type("application/json; charset=utf-8").send(bytes);
    },
  );
};
