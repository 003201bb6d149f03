import type { Endpoint, EndpointChange, EndpointRequest } from "@countersign/shared/contract/api/webhooks.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import type { StoredEndpoint } from "./endpoint-store.ts";
import { endpointsOf, findOwnEndpoint, insertEndpoint, lockOwnEndpoint, storeEndpoint } from "./endpoint-store.ts";
import type { EndpointSecret } from "./endpoint.ts";
import { allowsPrivateReceivers } from "./private-receivers.ts";
import { newSecret, publicKeyOf, validSecrets } from "./signature.ts";
/** How long the old keys still sign after a rotation, so that a receiver has time to adopt the new ones. */
const rotationMillis = 24 * 60 * 60 * 1_000;

/** The most sets of keys of one endpoint, new and old: each signs every message. */
const mostKeys = 5;

/** The most endpoints of an organisation: each event becomes a message for every one. */
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

/** Refuses an address without encryption, unless the operator allows private receivers. */
const checkEncryption = (url: string | undefined): Result<undefined, RequestRefusal> =>
  url?.startsWith("http:") === true && !allowsPrivateReceivers()
    ? malformed([{ path: "url", code: "not-https" }])
    : ok(undefined);

/** The organisation's endpoints. */
export const listEndpoints = async ({ db, clock, vault }: Services, { person }: Actor) => {
  const endpoints = await endpointsOf(vault, db, [person.organisationId]);
  return endpoints.map((stored) => shown(stored, clock.now()));
};

/** One of the organisation's endpoints. */
export const showEndpoint = async ({ db, clock, vault }: Services, { person }: Actor, id: string) => {
  const found = await findOwnEndpoint(vault, db, id, person.organisationId);
  return found.ok ? ok(shown(found.value, clock.now())) : found;
};

const changed = (endpoint: Endpoint, { authorization, ...change }: EndpointChange): Endpoint => {
  const { disabledBecause, authorization: before, ...rest } = endpoint;
  const kept = authorization === undefined ? before : (authorization ?? undefined);
  const next: Endpoint = { ...rest, ...change, ...(kept === undefined ? {} : { authorization: kept }) };
  // An endpoint that is enabled again is taken to be repaired.
  return next.isEnabled || disabledBecause === undefined ? next : { ...next, disabledBecause };
};

/** Adds an endpoint. Refused if the organisation already has the most allowed. */
export const addEndpoint = async (
  { db, ids, clock, vault }: Services,
  { person: { organisationId }, tenantId }: Actor,
  request: EndpointRequest,
) => {
  const encrypted = checkEncryption(request.url);
  if (!encrypted.ok) return encrypted;
  if ((await endpointsOf(vault, db, [organisationId])).length >= mostEndpoints)
    return malformed([{ path: "endpoints", code: "too-many", args: { max: mostEndpoints } }]);
  const createdAt = clock.now();
  const secret = newSecret(createdAt);
  const endpoint = { ...request, createdAt };
  const stored = { id: ids.next(), tenantId, organisationId, endpoint, secrets: [secret] };
  await insertEndpoint(vault, db, stored);
  return ok(shownWith(stored, secret));
};

/** Adds new keys; the old ones still sign for a while. */
export const rotateKeys = async ({ db, clock, vault }: Services, { person }: Actor, id: string) =>
  inTransaction(db, async (tx) => {
    const locked = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    if (!locked.ok) return locked;
    const now = clock.now();
    const validUntil = instantFromMillis(millisOf(now) + rotationMillis);
    const older = validSecrets(locked.value.secrets, now).map((secret) => ({ validUntil, ...secret }));
    const added = newSecret(now);
    const next = { ...locked.value, secrets: [added, ...older].slice(0, mostKeys) };
    await storeEndpoint(vault, tx, next);
    return ok(shownWith(next, added));
  });

export const changeEndpoint = async (
  { db, clock, vault }: Services,
  { person }: Actor,
  id: string,
  change: EndpointChange,
) =>
  inTransaction(db, async (tx) => {
    const encrypted = checkEncryption(change.url);
    if (!encrypted.ok) return encrypted;
    const locked = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    if (!locked.ok) return locked;
    const next = { ...locked.value, endpoint: changed(locked.value.endpoint, change) };
    await storeEndpoint(vault, tx, next);
    return ok(shown(next, clock.now()));
  });

/** Removes an endpoint with its log. */
export const removeEndpoint = ({ db, vault }: Services, { person }: Actor, id: string) =>
  inTransaction(db, async (tx) => {
    const locked = await lockOwnEndpoint(vault, tx, id, person.organisationId);
    if (!locked.ok) return locked;
    await tx.deleteFrom("webhook_endpoints").where("id", "=", locked.value.id).execute();
    return ok(null);
  });
