import { z } from "zod";

import { operationsOf } from "@countersign/shared/contract/api/operation.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";

const { readOpenApi } = operationsOf({ readOpenApi: { method: "GET", path: "/openapi.json", answer: z.unknown() } });

/** `GET /openapi.json`: the description of all other routes. */
export const openApiRoute = (document: () => unknown): Route =>
  rawRoute({ operation: readOpenApi, right: "anybody", tags: ["operation"], summary: "The API", isHidden: true }, () =>
    ok(document()),
  );
