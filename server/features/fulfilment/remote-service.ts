import { Webhook } from "standardwebhooks";
import type { z } from "zod";

import type { RemoteService } from "@countersign/shared/domain/fulfilment.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";

import type { Vault } from "#server/foundation/vault/vault.ts";
import type { Services } from "#server/records/services.ts";

/** Binds a sealed secret to its address, so that it signs for no other. */
const placeOf = ({ url }: Pick<RemoteService, "url">): string => `service at ${url}`;

/** The service as stored in its settings. */
export const sealedService = (vault: Vault, service: RemoteService): RemoteService => ({
  ...service,
  secret: vault.seal(service.secret, placeOf(service)),
});

/** @throws Error when the secret cannot be opened. */
export const openSecret = (vault: Vault, service: RemoteService): string =>
  vault.open(service.secret, placeOf(service));

const answerMillis = 20_000;

/** A request to a seller's own service. The same `id` is the same request, however often it is sent. */
export interface ServiceRequest {
  readonly id: string;
  readonly at: Instant;
  readonly body: unknown;
}

/**
 * Posts a request to a seller's service, signed as in Standard Webhooks, and reads the answer. `undefined`: no answer, or
 * an invalid one; whether the service did what it was asked is then unknown.
 */
export const askService = async <Answer>(
  service: RemoteService,
  { id, at, body }: ServiceRequest,
  answerSchema: z.ZodType<Answer>,
  { log, vault }: Pick<Services, "log" | "vault">,
): Promise<Answer | undefined> => {
  const text = JSON.stringify(body);
  const headers = {
    "content-type": "application/json",
    "idempotency-key": id,
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(millisOf(at) / 1_000)),
    "webhook-signature": new Webhook(openSecret(vault, service)).sign(id, new Date(at), text),
  };
  try {
    const signal = AbortSignal.timeout(answerMillis);
    const answer = await fetch(service.url, { method: "POST", headers, body: text, redirect: "error", signal });
    if (answer.ok) return answerSchema.parse(await answer.json());
    log.warn({ request: id, status: answer.status }, "a seller's service refused a request");
  } catch (error) {
    // No connection, a reset, a timeout, an invalid answer: all mean the same, and the next try uses the same id.
    log.warn({ request: id, err: error }, "a seller's service gave no answer");
  }
  return undefined;
};
