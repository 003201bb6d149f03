import type { Endpoint, EndpointChange, EndpointRequest } from "@countersign/shared/contract/api/webhooks.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import { malformedProblem } from "#server/foundation/http/problem.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import type { StoredEndpoint } from "./endpoint-store.ts";
import { endpointsOf, findOwnEndpoint, insertEndpoint, lockOwnEndpoint, storeEndpoint } from "./endpoint-store.ts";
import type { EndpointSecret } from "./endpoint.ts";
import { allowsPrivateReceivers } from "./private-receivers.ts";
import { newSecret, publicKeyOf, validSecrets } from "./signature.ts";
/** How long the keys before a rotation still sign, so that a receiver can take over the new ones in between. */
const rotationMillis = 24 * 60 * 60 * 1_000;

/** The pairs of keys of one endpoint, new and old: each signs every message. */
const mostKeys = 5;

/** Each event becomes a message for every endpoint. */
const mostEndpoints = 20;
const shown = ({ id, endpoint: { authorization, ...endpoint }, secrets }: StoredEndpoint, now: Instant) => ({
  id,
  ...endpoint,
  hasAuthorization: authorization !== undefined,
  publicKeys: validSecrets(secrets, now).map(publicKeyOf),
});

const shownWith = (stored: StoredEndpoint, { secret, createdAt }: EndpointSecret) => ({
  ...shown(stored, createdAt),
  secret,
});

/** @throws HttpProblem 400 for an address without encryption, unless the operator allows its own network. */
const requireEncryption = (url: string | undefined): void => {
  if (url?.startsWith("http:") === true && !allowsPrivateReceivers())
    throw malformedProblem([{ path: "url", code: "not-https" }]);
};

/** The organisation's endpoints. */
export const listEndpoints = async ({ db, clock, vault }: Services, { person }: Actor) => {
  const endpoints = await endpointsOf(vault, db, [person.organisationId]);
  return endpoints.map((stored) => shown(stored, clock.now()));
};

/** One of them. @throws HttpProblem 404 for any other. */
export const showEndpoint = async ({ db, clock, vault }: Services, { person }: Actor, id: string) =>
  shown(await findOwnEndpoint(vault, db, id, person.organisationId), clock.now());

const changed = (endpoint: Endpoint, { authorization, ...change }: EndpointChange): Endpoint => {
  const { disabledBecause, authorization: before, ...rest } = endpoint;
  const kept = authorization === undefined ? before : (authorization ?? undefined);
  const next: Endpoint = { ...rest, ...change, ...(kept === undefined ? {} : { authorization: kept }) };
  // Whoever switches it on again says that it is mended.
  return next.isEnabled || disabledBecause === undefined ? next : { ...next, disabledBecause };
};

/** @throws HttpProblem 400 for an address that is not reached, 422 for one endpoint too many. */
export const addEndpoint = async (
  { db, ids, clock, vault }: Services,
  { person: { organisationId }, tenantId }: Actor,
  request: EndpointRequest,
) => {
  requireEncryption(request.url);
  if ((await endpointsOf(vault, db, [organisationId])).length >= mostEndpoints)
    throw malformedProblem([{ path: "endpoints", code: "too-many", args: { max: mostEndpoints } }], 422);
  const createdAt = clock.now();
  const secret = newSecret(createdAt);
  const endpoint = { ...request, createdAt };
  const stored = { id: ids.next(), tenantId, organisationId, endpoint, secrets: [secret] };
  await insertEndpoint(vault, db, stored);
  return shownWith(stored, secret);
};

/** New keys; those before sign as well for a while. */
export const rotateKeys = async ({ db, clock, vault }: Services, { person }: Actor, id: string) =>
  inTransaction(db, async (tx) => {
    const stored = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    const now = clock.now();
    const validUntil = instantFromMillis(millisOf(now) + rotationMillis);
    const older = validSecrets(stored.secrets, now).map((secret) => ({ validUntil, ...secret }));
    const added = newSecret(now);
    const next = { ...stored, secrets: [added, ...older].slice(0, mostKeys) };
    await storeEndpoint(vault, tx, next);
    return shownWith(next, added);
  });

export const changeEndpoint = async (
  { db, clock, vault }: Services,
  { person }: Actor,
  id: string,
  change: EndpointChange,
) =>
  inTransaction(db, async (tx) => {
    requireEncryption(change.url);
    const stored = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    const next = { ...stored, endpoint: changed(stored.endpoint, change) };
    await storeEndpoint(vault, tx, next);
    return shown(next, clock.now());
  });

/** Removes an endpoint with its log. */
export const removeEndpoint = async ({ db, vault }: Services, { person }: Actor, id: string): Promise<void> => {
  await inTransaction(db, async (tx) => {
    const own = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    await tx.deleteFrom("webhook_endpoints").where("id", "=", own.id).execute();
  });
};
