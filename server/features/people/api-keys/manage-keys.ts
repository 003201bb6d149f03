import type { ApiKey, ApiKeyWithSecret, KeyRequest } from "@countersign/shared/contract/api/api-keys.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import { insertKey, isActiveMember, revokeKey } from "#server/records/sessions/api-keys/key-store.ts";
import { hashOf, newKeySecret } from "#server/records/sessions/api-keys/secret.ts";
import type { Session } from "#server/records/sessions/session.ts";

/** A key may not make another with a right that it lacks, or for another person. */
const objectionToGift = ({ key, rights, person }: Session, request: KeyRequest): RequestRefusal | undefined => {
  if (key === undefined) return undefined;
  const missing = request.rights.find((right) => !rights.has(right));
  if (missing !== undefined) return refusal("right-missing", { right: missing });
  return may(person, "make-key-by-key", { personId: request.personId }) ? undefined : refusal("not-allowed");
};

/** Makes a key of the caller's organisation, for one of its people. */
export const addKey = async (
  { db, ids, clock }: Services,
  session: Session,
  request: KeyRequest,
): Promise<Result<ApiKeyWithSecret, RequestRefusal>> => {
  const objection = objectionToGift(session, request);
  if (objection !== undefined) return fail(objection);
  const { organisationId } = session.person;
  if (!(await isActiveMember(db, request.personId, organisationId)))
    return malformed([{ path: "personId", code: "nobody-of-organisation" }]);
  const key: ApiKey = {
    ...request,
    rights: [...new Set(request.rights)],
    id: ids.next(),
    organisationId,
    createdAt: clock.now(),
  };
  const secret = newKeySecret();
  await insertKey(db, { tenantId: session.tenantId, key, hash: hashOf(secret) });
  return ok({ ...key, secret });
};

/** Revokes a key of the organisation; any other is not found. */
export const endKey = async (
  { db, clock }: Services,
  organisationId: OrganisationId,
  id: string,
): Promise<Result<null, RequestRefusal>> =>
  (await revokeKey(db, { id, organisationId, at: clock.now() })) ? ok(null) : refuse("not-found");
