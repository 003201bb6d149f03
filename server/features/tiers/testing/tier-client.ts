import type { TierReceipt } from "@countersign/shared/contract/api/tier-documents.ts";
import { tierReceiptSchema } from "@countersign/shared/contract/api/tier-documents.ts";
import type { TierRequest } from "@countersign/shared/domain/tier.ts";

import type { TestPerson } from "#server/testing/network.ts";
import type { Answer, TestServer } from "#server/testing/server.ts";

/** The set-up for an order of the mill's product by North, below South if a tier 2 is wanted. */
export const tierSetup = (fulfillmentRequestId: string, change: object = {}) => ({
  fulfillmentRequestId,
  level: 1,
  product: { id: "PRD-flour", name: "Flour" },
  vendor: { id: "mill", name: "The mill" },
  tier: tierOf("north"),
  ...change,
});

export const tierOf = (account: "north" | "south", code: string | undefined = "given", contacts: object[] = []) => ({
  account: {
    id: account,
    name: `The ${account}`,
    contacts: contacts.length > 0 ? contacts : [{ name: `Contact ${account}`, email: `contact@${account}.example` }],
  },
  parameters: [
    {
      id: "code",
      title: "The code",
      phase: "ordering",
      isRequired: true,
      ...(code === undefined ? {} : { value: code }),
    },
    { id: "tenant", title: "The tenant", phase: "fulfillment", isRequired: true },
  ],
});

export const withTier2 = { tier2: { kind: "new", tier: tierOf("south") } };

/** Calls the tier API as people of the test network. */
export const tierClient = (server: TestServer) => {
  const call = async (
    name: TestPerson,
    method: "GET" | "POST" | "PUT",
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> => (await server.signIn(name)).call(method, url, body, headers);

  const done = async (name: TestPerson, url: string, body: object): Promise<TierReceipt> => {
    const answer = await call(name, "POST", url, body);
    if (answer.status >= 300) throw new Error(`${url}: ${JSON.stringify(answer.body)}`);
    return tierReceiptSchema.parse(answer.body);
  };

  return {
    call,
    /** As the distributor. */
    setUp: (id: string, change: object = {}) => done("dora", "/v1/tier-configurations", tierSetup(id, change)),
    act: (name: TestPerson, { id }: Pick<TierRequest, "id">, action: string, body: object = {}) =>
      done(name, `/v1/tier-requests/${id}/${action}`, body),
    /** The refusal of an action that must not be possible: status and code. */
    refused: async (name: TestPerson, { id }: Pick<TierRequest, "id">, action: string, body: object = {}) => {
      const answer = await call(name, "POST", `/v1/tier-requests/${id}/${action}`, body);
      return [answer.status, answer.body["code"]];
    },
    open: async (name: TestPerson, { id }: Pick<TierRequest, "id">) => {
      const { body } = await call(name, "GET", `/v1/tier-requests/${id}`);
      return body as {
        request: TierRequest & { revision: number; tier2?: { requestId: string; status: string; href: string } };
        configuration: { id: string; status: string; isLastRequestFailed: boolean; parameters: { value?: string }[] };
        offers: { action: string; isPossible: boolean; refusal?: { code: string; detail: string } }[];
      };
    },
    /** The status of a fulfillment request, as the distributor sees it; `undefined` if there is none. */
    fulfillment: async (id: string): Promise<unknown> => {
      const { status, body } = await call("dora", "GET", `/v1/fulfillment-requests/${id}`);
      return status === 404 ? undefined : body["status"];
    },
  };
};
