import { apiKeyOperations } from "@countersign/shared/contract/api/api-keys.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import { keysOf } from "#server/records/sessions/api-keys/key-store.ts";

import { addKey, endKey } from "./manage-keys.ts";

const manages = { right: "keys:manage", tags: ["api keys"] } as const;

const exampleKeys = [
  { name: "Web shop", personId: "person-1", rights: ["orders:read", "orders:write"] },
  { name: "Auditor", personId: "person-2", rights: ["orders:read"], expiresAt: "2027-01-01T00:00:00Z" },
];

/** Managing an organisation's API keys, for its administrators. */
export const apiKeyRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...manages,
      operation: apiKeyOperations.makeApiKey,
      summary: "Makes a key",
      description: "Only this answer shows the secret; the server keeps just its hash.",
      examples: exampleKeys,
      showsSecret: true,
    },
    ({ session, body }) => addKey(services, session, body),
  ),
  route(
    {
      ...manages,
      operation: apiKeyOperations.readApiKeys,
      summary: "The organisation's keys",
      description: "Includes revoked and expired keys, all without their secrets.",
    },
    async ({ session }) => ok({ keys: await keysOf(services.db, session.person.organisationId) }),
  ),
  route(
    {
      ...manages,
      operation: apiKeyOperations.revokeApiKey,
      summary: "Revokes a key",
      description: "It is refused from the next call on, and stays in the list.",
    },
    ({ session, params }) => endKey(services, session.person.organisationId, params.id),
  ),
];
