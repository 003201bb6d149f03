import { describe, expect, it } from "vitest";

import type { TierActor, TierConfiguration } from "#shared/domain/tier.ts";
import {
  bothTiers,
  configurationAt,
  contactOf,
  distributor,
  done,
  fulfillmentId,
  idsOf,
  later,
  noRequest,
  requestAt,
  setUp,
  statusesOf,
  tier1Alone,
  tierOf,
  vendor,
} from "#shared/testing/fixtures/tiers.ts";

import { approveTierRequest, rejectTierRequest } from "./decide.ts";
import { inquire, setPending } from "./inquire.ts";
import { isLastRequestFailed, tierOffers } from "./offers.ts";
import type { TierDocuments } from "./outcome.ts";
import { recreateTiers } from "./recreate.ts";
import { updateTier } from "./update.ts";

const step = (documents: TierDocuments, level: 1 | 2) => ({ requestId: requestAt(documents, level).id, at: later });
const approve = (documents: TierDocuments, level: 1 | 2) =>
  done(approveTierRequest(documents, vendor, step(documents, level)));
const reject = (documents: TierDocuments, level: 1 | 2, actor: TierActor = vendor) =>
  done(rejectTierRequest(documents, actor, { ...step(documents, level), reason: " No contract. " }));
const valuesOf = ({ parameters }: TierConfiguration) => parameters.map(({ value }) => value);

const alone = setUp(tier1Alone).documents;
const both = setUp({ ...bothTiers, level: 1, tier2: { kind: "new", tier: tierOf(2, "of tier 2") } }).documents;

describe("an approval", () => {
  it("T09 T28 T30 makes the configuration active with the values of the request", () => {
    const values = { tenant: "t-1" };
    const { documents } = done(approveTierRequest(alone, vendor, { ...step(alone, 1), values }));
    expect(requestAt(documents, 1).status).toBe("approved");
    const configuration = configurationAt(documents, 1);
    expect(configuration).toMatchObject({ status: "active", isSetUp: true, lastOutcome: "approved" });
    expect(configuration.openRequestId).toBeUndefined();
    expect(valuesOf(configuration)).toEqual(["given", "t-1"]);
    expect(isLastRequestFailed(configuration)).toBe(false);
  });

  it("T10 T31 brings the fulfillment request from tiers setup to pending, and says so", () => {
    const { documents, events } = approve(alone, 1);
    expect(statusesOf(documents).fulfillment).toEqual(["pending"]);
    const moves = events.map((event) => event.type !== "inquiry-mail" && [event.type, "to" in event && event.to]);
    expect(moves).toEqual([
      ["request-moved", "approved"],
      ["configuration-moved", "active"],
      ["fulfillment-moved", "pending"],
    ]);
  });

  it("T23 of tier 2 brings tier 1 to pending, and the fulfillment request waits for tier 1 too", () => {
    const { documents } = approve(both, 2);
    expect(statusesOf(documents)).toEqual({
      configurations: ["T2 active", "T1 processing"],
      requests: ["approved", "pending"],
      fulfillment: ["tiers_setup"],
    });
    expect(statusesOf(approve(documents, 1).documents).fulfillment).toEqual(["pending"]);
  });

  it("T24 of tier 2 brings tier 1 to inquiring when a value is missing, T17 with the mail", () => {
    const tier = { ...tierOf(1), parameters: [{ ...tierOf(1).parameters[0]!, value: "" }] };
    const waiting = setUp({ ...bothTiers, tier }).documents;
    expect(requestAt(waiting, 1).status).toBe("tiers_setup");
    const { documents, events } = approve(waiting, 2);
    expect(requestAt(documents, 1)).toMatchObject({ status: "inquiring", inquiries: [{ parameterId: "code" }] });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "inquiry-mail", requestId: requestAt(documents, 1).id }),
    );
  });

  it("T28 warns of values that are still missing, and is refused for values of unknown parameters", () => {
    const ids = [{ parameterId: "code", problem: "Not known." }];
    const blank = setUp({
      ...tier1Alone,
      tier: { ...tierOf(1), parameters: [{ ...tierOf(1).parameters[0]!, value: "" }] },
    });
    const pending = done(setPending(blank.documents, vendor, step(blank.documents, 1))).documents;
    expect(approve(pending, 1).warnings).toEqual([
      { code: "values-missing", requestId: requestAt(pending, 1).id, parameters: ["The code"] },
    ]);
    expect(approve(alone, 1).warnings).toEqual([]);
    expect(approveTierRequest(alone, vendor, { ...step(alone, 1), values: { constructor: "x" } })).toMatchObject({
      error: { code: "tier-parameter-unknown", args: { parameters: "constructor" } },
    });
    expect(inquire(alone, vendor, { ...step(alone, 1), inquiries: ids }).ok).toBe(true);
  });

  it("T03 T28 is made by the vendor, for the vendor's own requests, and T32 is final", () => {
    for (const actor of [distributor, contactOf(1)])
      expect(approveTierRequest(alone, actor, step(alone, 1))).toMatchObject({
        error: { code: "tier-role-not-allowed", args: { role: actor.role, action: "approve", allowed: "vendor" } },
      });
    const other = { role: "vendor" as const, accountId: "VA-9" };
    expect(approveTierRequest(alone, other, step(alone, 1))).toMatchObject({
      error: { code: "tier-account-not-allowed" },
    });
    const { documents } = approve(alone, 1);
    expect(approveTierRequest(documents, vendor, step(documents, 1))).toMatchObject({
      error: { code: "tier-request-closed", args: { status: "approved" } },
    });
    expect(rejectTierRequest(documents, vendor, { ...step(documents, 1), reason: "No." })).toMatchObject({
      error: { code: "tier-request-closed" },
    });
  });

  it("T03 of an unknown request is refused", () => {
    expect(approveTierRequest(alone, vendor, { requestId: noRequest, at: later })).toMatchObject({
      error: { code: "tier-request-unknown" },
    });
    expect(approveTierRequest({ ...alone, configurations: [] }, vendor, step(alone, 1))).toMatchObject({
      error: { code: "tier-configuration-unknown" },
    });
  });
});

describe("a rejection", () => {
  it.each([vendor, distributor])("T28 T33 by the $role makes the request failed, with the reason", (actor) => {
    const { documents } = reject(alone, 1, actor);
    expect(requestAt(documents, 1)).toMatchObject({ status: "failed", rejectionReason: "No contract." });
  });

  it("T33 needs a reason, and is not for the tier to make", () => {
    const without = { ...step(alone, 1), reason: "  " };
    expect(rejectTierRequest(alone, vendor, without)).toMatchObject({ error: { code: "tier-reason-required" } });
    expect(rejectTierRequest(alone, contactOf(1), without)).toMatchObject({
      error: { code: "tier-role-not-allowed", args: { allowed: "vendor or distributor" } },
    });
  });

  it("T34 makes the fulfillment request failed", () => {
    expect(statusesOf(reject(alone, 1).documents).fulfillment).toEqual(["failed"]);
  });

  it("T11 T39 of a first setup leaves the configuration active without the vendor's data, last request failed", () => {
    const configuration = configurationAt(reject(alone, 1).documents, 1);
    expect(configuration).toMatchObject({ status: "active", isSetUp: false, lastOutcome: "failed" });
    expect(valuesOf(configuration)).toEqual([undefined, undefined]);
    expect(configuration.openRequestId).toBeUndefined();
    expect(isLastRequestFailed(configuration)).toBe(true);
    expect(isLastRequestFailed(configurationAt(alone, 1))).toBe(false);
  });

  it("T35 T39 of an update leaves the configuration active with the old values", () => {
    const active = approve(alone, 1).documents;
    const change = {
      configurationId: configurationAt(active, 1).id,
      type: "update" as const,
      values: { code: "new" },
      capabilities: [],
      at: later,
    };
    const updated = done(updateTier(active, vendor, change, idsOf("update"))).documents;
    const failed = configurationAt(reject(updated, 1).documents, 1);
    expect(failed).toMatchObject({ status: "active", isSetUp: true, lastOutcome: "failed" });
    expect(valuesOf(failed)).toEqual(["given", undefined]);
    expect(valuesOf(configurationAt(approve(updated, 1).documents, 1))).toEqual(["new", undefined]);
    expect(statusesOf(reject(updated, 1).documents).fulfillment).toEqual(["pending"]);
  });

  it("T36 is final", () => {
    const { documents } = reject(alone, 1);
    expect(approveTierRequest(documents, vendor, step(documents, 1))).toMatchObject({
      error: { code: "tier-request-closed", args: { status: "failed" } },
    });
    expect(setPending(documents, vendor, step(documents, 1)).ok).toBe(false);
  });
});

describe("tier 1 and its tier 2", () => {
  const failed = reject(both, 2);

  it("T21 cannot be approved, inquired or set to pending while tier 2 is unprocessed: T22 the refusal names its request", () => {
    const error = { code: "tier-2-unprocessed", args: { request: requestAt(both, 2).id } };
    expect(approveTierRequest(both, vendor, step(both, 1))).toEqual({ ok: false, error });
    expect(setPending(both, vendor, step(both, 1))).toEqual({ ok: false, error });
    expect(inquire(both, vendor, { ...step(both, 1), inquiries: [{ parameterId: "code" }] })).toEqual({
      ok: false,
      error,
    });
  });

  it("T27 can be rejected in tiers setup", () => {
    const { documents } = reject(both, 1);
    expect(statusesOf(documents)).toEqual({
      configurations: ["T2 processing", "T1 active"],
      requests: ["pending", "failed"],
      fulfillment: ["failed"],
    });
  });

  it("T25 T38 stays in tiers setup after tier 2 failed, can no longer be approved, and says why", () => {
    expect(statusesOf(failed.documents)).toEqual({
      configurations: ["T2 active", "T1 processing"],
      requests: ["failed", "tiers_setup"],
      fulfillment: ["failed"],
    });
    const ids = { requestId: requestAt(both, 1).id, tier2RequestId: requestAt(both, 2).id };
    expect(failed.events).toContainEqual({ type: "tier-1-blocked", ...ids, at: later });
    expect(approveTierRequest(failed.documents, vendor, step(both, 1))).toEqual({
      ok: false,
      error: { code: "tier-2-failed", args: { request: requestAt(both, 2).id } },
    });
  });

  it("T38 offers to reject tier 1, and then to create both again; approving is disabled with the reason", () => {
    const offered = (documents: TierDocuments, actor: TierActor) =>
      tierOffers(documents, actor, requestAt(documents, 1).id)
        .filter(({ permission }) => permission.ok)
        .map(({ action }) => action);
    expect(offered(failed.documents, vendor)).toEqual(["reject"]);
    expect(offered(failed.documents, distributor)).toEqual(["reject"]);
    const off = tierOffers(failed.documents, vendor, requestAt(both, 1).id).find(({ action }) => action === "approve");
    expect(off?.permission).toMatchObject({ ok: false, error: { code: "tier-2-failed" } });
    expect(offered(reject(failed.documents, 1).documents, distributor)).toEqual(["recreate"]);
    expect(offered(reject(failed.documents, 1).documents, vendor)).toEqual([]);
    expect(offered(alone, vendor)).toEqual(["approve", "reject", "inquire"]);
    expect(offered(alone, distributor)).toEqual(["reject"]);
  });
});

describe("creating again", () => {
  const recreation = (documents: TierDocuments, level: 1 | 2) => ({
    requestId: requestAt(documents, level).id,
    fulfillmentRequestId: fulfillmentId("PR-2"),
    capabilities: [],
    at: later,
  });
  const again = (documents: TierDocuments, level: 1 | 2, actor = distributor) =>
    recreateTiers(documents, actor, recreation(documents, level), idsOf("again"));

  const bothFailed = reject(reject(both, 2).documents, 1).documents;

  it.each([1, 2] as const)(
    "T26 makes new configurations and requests for both tiers when asked for tier %d",
    (level) => {
      const { documents } = done(again(bothFailed, level));
      expect(statusesOf(documents)).toEqual({
        configurations: ["T2 active", "T1 active", "T2 processing", "T1 processing"],
        requests: ["failed", "failed", "pending", "tiers_setup"],
        fulfillment: ["failed", "tiers_setup"],
      });
      expect(requestAt(documents, 1).parameters).toEqual(requestAt(bothFailed, 1).parameters);
      expect(requestAt(documents, 2).parameters).toEqual(requestAt(bothFailed, 2).parameters);
      const finished = approve(approve(documents, 2).documents, 1).documents;
      expect(statusesOf(finished).fulfillment).toEqual(["failed", "pending"]);
    },
  );

  it("T26 keeps a tier 2 that is set up", () => {
    const failed = reject(approve(both, 2).documents, 1).documents;
    expect(statusesOf(done(again(failed, 1)).documents)).toMatchObject({
      configurations: ["T2 active", "T1 active", "T1 processing"],
      requests: ["approved", "failed", "pending"],
    });
  });

  it("T26 waits for a tier 2 that is still being set up", () => {
    const failed = reject(both, 1).documents;
    const { documents } = done(again(failed, 1));
    expect(requestAt(documents, 1)).toMatchObject({ status: "tiers_setup", tier2RequestId: requestAt(both, 2).id });
  });

  it("T26 works for a single tier of either level", () => {
    expect(statusesOf(done(again(reject(alone, 1).documents, 1)).documents).requests).toEqual(["failed", "pending"]);
    const second = reject(setUp({ ...tier1Alone, level: 2, tier: tierOf(2) }).documents, 2).documents;
    expect(statusesOf(done(again(second, 2)).documents).configurations).toEqual(["T2 active", "T2 processing"]);
  });

  it("T26 is refused for an unknown configuration", () => {
    const lost = recreateTiers(
      { ...bothFailed, configurations: [] },
      distributor,
      recreation(bothFailed, 1),
      idsOf("x"),
    );
    expect(lost).toMatchObject({ error: { code: "tier-configuration-unknown" } });
  });

  it("T26 T38 is refused before tier 1 is rejected, for anything but a failed setup, and to the vendor", () => {
    const codeOf = (documents: TierDocuments, level: 1 | 2, actor = distributor) => {
      const result = again(documents, level, actor);
      return result.ok ? "done" : result.error.code;
    };
    const half = reject(both, 2).documents;
    expect([codeOf(half, 1), codeOf(half, 2)]).toEqual(["tier-reject-first", "tier-reject-first"]);
    expect(codeOf(alone, 1)).toBe("tier-nothing-to-recreate");
    expect(codeOf(approve(alone, 1).documents, 1)).toBe("tier-nothing-to-recreate");
    expect(codeOf(bothFailed, 1, vendor)).toBe("tier-role-not-allowed");
    const twice = done(again(bothFailed, 1)).documents;
    const old = recreateTiers(
      twice,
      distributor,
      { ...recreation(bothFailed, 1), fulfillmentRequestId: fulfillmentId("PR-3") },
      idsOf("x"),
    );
    expect(old).toMatchObject({ error: { code: "tier-configuration-busy" } });
    expect(
      recreateTiers(alone, distributor, { ...recreation(alone, 1), requestId: noRequest }, idsOf("x")),
    ).toMatchObject({
      error: { code: "tier-request-unknown" },
    });
  });

  it("T26 an update of a configuration that was never set up is refused", () => {
    const failed = reject(alone, 1).documents;
    const change = {
      configurationId: configurationAt(failed, 1).id,
      type: "update" as const,
      values: {},
      capabilities: [],
      at: later,
    };
    expect(updateTier(failed, vendor, change, idsOf("x"))).toMatchObject({ error: { code: "tier-setup-failed" } });
  });
});
