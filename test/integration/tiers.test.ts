import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

import { readConnectTierRequest } from "@countersign/shared/domain/connect-tier-request.ts";
import type { TierActor, TierConfiguration, TierRequest } from "@countersign/shared/domain/tier.ts";
import { approveTierRequest, rejectTierRequest } from "@countersign/shared/engine/tiers/decide.ts";
import { answerInquiry, inquire } from "@countersign/shared/engine/tiers/inquire.ts";
import type { TierDocuments } from "@countersign/shared/engine/tiers/outcome.ts";
import type { NewTier, TierSetup } from "@countersign/shared/engine/tiers/set-up.ts";
import { setUpTiers } from "@countersign/shared/engine/tiers/set-up.ts";
import {
  at,
  done,
  fulfillmentId,
  idsOf,
  later,
  requestAt,
  statusesOf,
} from "@countersign/shared/testing/fixtures/tiers.ts";

/** The requests that the platform publishes in its documentation, as they were recorded. */
const recorded = async (): Promise<{ request: TierRequest; configuration: TierConfiguration }[]> => {
  const file = new URL("../../shared/testing/fixtures/connect/tier-config-requests.json", import.meta.url);
  const documents = JSON.parse(await readFile(file, "utf8")) as unknown[];
  return documents.map((document) => {
    const read = readConnectTierRequest(document);
    if (!read.ok) throw new Error(`${read.error.path} ${read.error.code}`);
    return read.value;
  });
};

const [open, approved] = await recorded();
const { request, configuration } = open!;

const vendor: TierActor = { role: "vendor", accountId: configuration.vendor.id };
const distributor: TierActor = { role: "distributor", accountId: configuration.distributor.id };
const contact: TierActor = { role: "contact", accountId: configuration.account.id };

/** A new sale by the recorded reseller, below a second tier: what the platform does when the order arrives. */
const sold = (): TierDocuments => {
  const { product, vendor: seller, distributor: provider, account } = configuration;
  const { parameters } = request;
  const tier: NewTier = { account, parameters };
  const above: NewTier = { account: { ...account, id: "TA-0000-0000-0002", name: "Second tier" }, parameters };
  const setup: TierSetup = {
    product,
    vendor: seller,
    distributor: provider,
    fulfillmentRequestId: fulfillmentId("PR-1"),
    capabilities: [],
    at,
    level: 1,
    tier,
    tier2: { kind: "new", tier: above },
  };
  const none: TierDocuments = { configurations: [], requests: [], fulfillmentRequests: [] };
  return done(setUpTiers(none, distributor, setup, idsOf("TCR"))).documents;
};

const approve = (documents: TierDocuments, level: 1 | 2): TierDocuments =>
  done(approveTierRequest(documents, vendor, { requestId: requestAt(documents, level).id, at: later })).documents;

describe("the life cycle of a tier request, on the recorded documents", () => {
  it("T01 T03 T09 T28 the pending request of a processing configuration is approved by its vendor, who activates it", () => {
    expect([request.status, configuration.status]).toEqual(["pending", "processing"]);
    const documents = { configurations: [configuration], requests: [request], fulfillmentRequests: [] };
    const step = { requestId: request.id, at: later };
    expect(approveTierRequest(documents, distributor, step).ok).toBe(false);
    const after = done(approveTierRequest(documents, vendor, step)).documents;
    expect([after.requests[0]?.status, after.configurations[0]?.status]).toEqual(["approved", "active"]);
    // Like the other recorded one, which the platform left in this state.
    expect([approved!.request.status, approved!.configuration.status]).toEqual(["approved", "active"]);
  });

  it("T33 the distributor rejects it with a reason, and it failed", () => {
    const documents = { configurations: [configuration], requests: [request], fulfillmentRequests: [] };
    const rejected = rejectTierRequest(documents, distributor, {
      requestId: request.id,
      reason: "The contract ended.",
      at: later,
    });
    expect(done(rejected).documents.requests[0]).toMatchObject({
      status: "failed",
      rejectionReason: "The contract ended.",
    });
  });

  it("T21 T23 T28 tier 1 is set up while tier 2 is unprocessed, then pending, then approved; the purchase goes on", () => {
    const setUp = sold();
    expect(statusesOf(setUp)).toEqual({
      configurations: ["T2 processing", "T1 processing"],
      requests: ["pending", "tiers_setup"],
      fulfillment: ["tiers_setup"],
    });
    const first = approve(setUp, 2);
    expect(statusesOf(first).requests).toEqual(["approved", "pending"]);
    expect(statusesOf(approve(first, 1))).toEqual({
      configurations: ["T2 active", "T1 active"],
      requests: ["approved", "approved"],
      fulfillment: ["pending"],
    });
  });

  it("T25 T33 a rejected tier 2 leaves a tier 1 that nobody can approve, and the purchase fails", () => {
    const setUp = sold();
    const reason = "Not a partner of ours.";
    const rejected = done(
      rejectTierRequest(setUp, vendor, { requestId: requestAt(setUp, 2).id, reason, at: later }),
    ).documents;
    const tier1 = { requestId: requestAt(rejected, 1).id, at: later };
    expect(requestAt(rejected, 2).status).toBe("failed");
    expect(approveTierRequest(rejected, vendor, tier1).ok).toBe(false);
    expect(statusesOf(rejected).fulfillment).toEqual(["failed"]);
  });

  it("T28 the vendor inquires, the tier answers, and then the vendor approves", () => {
    const documents = { configurations: [configuration], requests: [request], fulfillmentRequests: [] };
    const [parameter] = request.parameters;
    const step = { requestId: request.id, at: later };
    const inquiries = [{ parameterId: parameter!.id, problem: "Does not open." }];
    const asked = done(inquire(documents, vendor, { ...step, inquiries })).documents;
    expect(asked.requests[0]?.status).toBe("inquiring");
    const values = { [parameter!.id]: "https://example.com/" };
    const answered = done(answerInquiry(asked, contact, { ...step, values })).documents;
    expect(answered.requests[0]?.status).toBe("pending");
    expect(done(approveTierRequest(answered, vendor, step)).documents.requests[0]?.status).toBe("approved");
  });
});
