import { z } from "zod";

import { instantFromMillis, millisOf } from "#shared/domain/instant.ts";

import type { Services } from "#server/api/services.ts";
import type { Actor } from "#server/auth/session.ts";
import { inTransaction } from "#server/db/retry.ts";

import type { Endpoint, EndpointChange, EndpointRequest } from "./endpoint.ts";
import { endpointSchema } from "./endpoint.ts";
import type { StoredEndpoint } from "./endpoint-store.ts";
import { insertEndpoint, lockOwnEndpoint, storeEndpoint } from "./endpoint-store.ts";
import { newSecret, publicKeyOf } from "./signature.ts";

/** How long the keys before a rotation still sign, so that a receiver can take over the new ones in between. */
const rotationMillis = 24 * 60 * 60 * 1_000;

/** An endpoint as its organisation sees it. */
export const shownEndpointSchema = z.strictObject({
  id: z.string(),
  ...endpointSchema.omit({ authorization: true }).shape,
  hasAuthorization: z.boolean(),
  /** The keys of `v1a` that sign now, newest first. */
  publicKeys: z.array(z.string()),
});

/** The only answer that shows a shared secret. */
export const endpointWithSecretSchema = z.strictObject({ ...shownEndpointSchema.shape, secret: z.string() });

export const shown = ({ id, endpoint: { authorization, ...endpoint }, secrets }: StoredEndpoint) => ({
  id,
  ...endpoint,
  hasAuthorization: authorization !== undefined,
  publicKeys: secrets.map(publicKeyOf),
});

const changed = (endpoint: Endpoint, { authorization, ...change }: EndpointChange): Endpoint => {
  const { disabledBecause, authorization: before, ...rest } = endpoint;
  const kept = authorization === undefined ? before : (authorization ?? undefined);
  const next: Endpoint = { ...rest, ...change, ...(kept === undefined ? {} : { authorization: kept }) };
  // Whoever switches it on again says that it is mended.
  return next.isEnabled || disabledBecause === undefined ? next : { ...next, disabledBecause };
};

export const addEndpoint = async (
  { db, ids, clock }: Services,
  { person, tenantId }: Actor,
  request: EndpointRequest,
) => {
  const createdAt = clock.now();
  const stored: StoredEndpoint = {
    id: ids.next(),
    tenantId,
    organisationId: person.organisationId,
    endpoint: { ...request, createdAt },
    secrets: [newSecret(createdAt)],
  };
  await insertEndpoint(db, stored);
  return { ...shown(stored), secret: stored.secrets[0]?.secret ?? "" };
};

/** New keys; those before sign as well for a while. */
export const rotateKeys = async ({ db, clock }: Services, { person }: Actor, id: string) =>
  inTransaction(db, async (tx) => {
    const stored = await lockOwnEndpoint(tx, id, person.organisationId);
    const now = clock.now();
    const validUntil = instantFromMillis(millisOf(now) + rotationMillis);
    const older = stored.secrets
      .map((secret) => ({ ...secret, validUntil: secret.validUntil ?? validUntil }))
      .filter((secret) => now < secret.validUntil);
    const added = newSecret(now);
    const next = { ...stored, secrets: [added, ...older] };
    await storeEndpoint(tx, next);
    return { ...shown(next), secret: added.secret };
  });

export const changeEndpoint = async ({ db }: Services, { person }: Actor, id: string, change: EndpointChange) =>
  inTransaction(db, async (tx) => {
    const stored = await lockOwnEndpoint(tx, id, person.organisationId);
    const next = { ...stored, endpoint: changed(stored.endpoint, change) };
    await storeEndpoint(tx, next);
    return shown(next);
  });

/** Removes an endpoint with its log. */
export const removeEndpoint = async ({ db }: Services, { person }: Actor, id: string): Promise<void> => {
  await inTransaction(db, async (tx) => {
    const own = await lockOwnEndpoint(tx, id, person.organisationId);
    await tx.deleteFrom("webhook_endpoints").where("id", "=", own.id).execute();
  });
};
