import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

import { malformedRequest } from "@countersign/shared/contract/request-refusal.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import type { CommandId, IdSource } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { FieldCode } from "@countersign/shared/domain/field-codes.ts";
import { fieldCode } from "@countersign/shared/domain/field-codes.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

import type { Callers } from "./callers.ts";
import type { KeyClaim, KeyName, StoredAnswer } from "./idempotency-store.ts";
import { claimKey, keepAnswer, releaseKey } from "./idempotency-store.ts";
import { HttpProblem } from "./problem.ts";

/** The first request with its idempotency key. */
export interface Repeatable {
  /** The id of the command that the request becomes, the same if it is repeated after a crash. */
  readonly commandId: CommandId;
  /**
   * Keeps the answer in the transaction of what it reports, so that neither is stored without the other.
   * @throws HttpProblem 409 if the same request was answered meanwhile: then nothing of this one may be stored.
   */
  keep(tx: Tx, answer: { readonly status: number; readonly body: unknown }): Promise<void>;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Missing without an idempotency key. */
    repeatable: Repeatable | undefined;
  }
  interface FastifyContextConfig {
    /** The answer contains a secret, so it is never stored and cannot be repeated. */
    showsSecret?: true;
  }
}

export const idempotencyHeader = "idempotency-key";
const replayedHeader = "idempotency-replayed";

/** A structured field string as in the draft, `"8e03…"`, or its bare text. */
const idempotencyKeySchema = z
  .string()
  .regex(/^("[\w.:~-]{1,255}"|[\w.:~-]{1,255})$/, fieldCode("not-an-idempotency-key"))
  .transform((text) => text.replaceAll('"', ""));

/**
 * A request that is unanswered for this long has most likely died with its server, and the caller should not wait longer.
 * Nothing depends on that: even if both are alive, everything is written once.
 */
const abandonedAfterMillis = 10_000;

const fingerprintOf = ({ method, url, body }: FastifyRequest): string =>
  createHash("sha256")
    .update(JSON.stringify([method, url, body ?? null]))
    .digest("hex");

/** Devices need no key: they repeat pushes with the same command ids. */
const takesKey = ({ method, routeOptions: { url = "" } }: FastifyRequest): boolean =>
  method === "POST" && !url.startsWith("/v1/sync/");

const malformedKey = (code: FieldCode): HttpProblem =>
  new HttpProblem(malformedRequest([{ path: idempotencyHeader, code }]));

const keyIn = (request: FastifyRequest): string | undefined => {
  const header = request.headers[idempotencyHeader];
  if (header === undefined || !takesKey(request)) return undefined;
  const key = idempotencyKeySchema.safeParse(header);
  if (!key.success) throw malformedKey("not-an-idempotency-key");
  if (request.routeOptions.config.showsSecret === true) throw malformedKey("not-where-secrets-are-shown");
  return key.data;
};

const replay = (reply: FastifyReply, { status, type, body }: StoredAnswer): FastifyReply => {
  void reply.status(status).header(replayedHeader, "true");
  return type === "" ? reply.send() : reply.type(type).send(body);
};

interface Source {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Lets a caller repeat a POST whose answer was lost (draft-ietf-httpapi-idempotency-key-header): the same key with the
 * same request gets the first answer; with another request 422; while the first is under way 409. If the server itself
 * failed, the key is free again. Register it before the routes.
 */
export const repeatRequests = (app: FastifyInstance, callers: Callers, { db, clock, ids }: Source): void => {
  const claimed = new WeakMap<FastifyRequest, KeyName & Pick<KeyClaim, "at">>();
  app.decorateRequest("repeatable", undefined);

  app.addHook("preHandler", async (request, reply) => {
    const key = keyIn(request);
    const caller = callers.find(request);
    if (key === undefined || caller === undefined) return undefined;
    const name: KeyName = { caller: caller.key?.id ?? caller.person.id, key };
    const at = clock.now();
    const fingerprint = fingerprintOf(request);
    const claim = { ...name, fingerprint, commandId: commandIdSchema.parse(ids.next()), at };
    const result = await claimKey(db, claim, instantFromMillis(millisOf(at) - abandonedAfterMillis));
    if (result.isFirst) {
      claimed.set(request, { ...name, at });
      request.repeatable = {
        commandId: result.commandId,
        keep: async (tx, { status, body }) => {
          const answer = { status, type: "application/json; charset=utf-8", body: JSON.stringify(body) };
          if (!(await keepAnswer(tx, name, answer))) throw new HttpProblem(refusal("request-in-progress"));
        },
      };
      return undefined;
    }
    if (result.fingerprint !== fingerprint) throw new HttpProblem(refusal("idempotency-key-reused"));
    if (result.answer === undefined) throw new HttpProblem(refusal("request-in-progress"));
    return replay(reply, result.answer);
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const name = claimed.get(request);
    if (name === undefined) return;
    claimed.delete(request);
    if (reply.statusCode >= 500) await releaseKey(db, name);
    else {
      const type = reply.getHeader("content-type");
      const body = typeof payload === "string" ? payload : "";
      await keepAnswer(db, name, { status: reply.statusCode, type: typeof type === "string" ? type : "", body });
    }
  });
};
