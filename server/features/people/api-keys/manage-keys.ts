import type { ApiKey, ApiKeyWithSecret, KeyRequest } from "@countersign/shared/contract/api/api-keys.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";

import { HttpProblem, malformedProblem } from "#server/foundation/http/problem.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import { insertKey, isActiveMember, revokeKey } from "#server/records/sessions/api-keys/key-store.ts";
import { hashOf, newKeySecret } from "#server/records/sessions/api-keys/secret.ts";
import type { Session } from "#server/records/sessions/session.ts";

/** A key that makes another gives it nothing that it has not itself: neither a right nor somebody else's name. */
const checkGift = ({ key, rights, person }: Session, request: KeyRequest): void => {
  if (key === undefined) return;
  const missing = request.rights.find((right) => !rights.has(right));
  if (missing !== undefined) throw new HttpProblem(403, "right-missing", { right: missing });
  if (!may(person, "make-key-by-key", { personId: request.personId })) throw new HttpProblem(403, "not-allowed");
};

/**
 * Makes a key of the caller's organisation.
 * @throws HttpProblem 422 for a person of another one, 403 for more than a key may give.
 */
export const addKey = async (
  { db, ids, clock }: Services,
  session: Session,
  request: KeyRequest,
): Promise<ApiKeyWithSecret> => {
  checkGift(session, request);
  const { organisationId } = session.person;
  if (!(await isActiveMember(db, request.personId, organisationId)))
    throw malformedProblem([{ path: "personId", code: "nobody-of-organisation" }], 422);
  const key: ApiKey = {
    ...request,
    rights: [...new Set(request.rights)],
    id: ids.next(),
    organisationId,
    createdAt: clock.now(),
  };
  const secret = newKeySecret();
  await insertKey(db, { tenantId: session.tenantId, key, hash: hashOf(secret) });
  return { ...key, secret };
};

/** @throws HttpProblem 404 when the organisation has no such key. */
export const endKey = async ({ db, clock }: Services, organisationId: OrganisationId, id: string): Promise<void> => {
  if (!(await revokeKey(db, { id, organisationId, at: clock.now() }))) throw new HttpProblem(404, "not-found");
};
