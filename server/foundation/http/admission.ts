import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";

import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { orThrow } from "./problem.ts";

/** Whether a request is let in, or the reason if not. */
type Admits = (request: FastifyRequest) => Result<unknown, RequestRefusal> | Promise<Result<unknown, RequestRefusal>>;

/** A hook that answers unadmitted requests with the refusal, before the body is read. */
export const admission =
  (admits: Admits): onRequestAsyncHookHandler =>
  async (request) => {
    orThrow(await admits(request));
  };
