import { describe, expect, it } from "vitest";

import { tierConfigurationIdSchema } from "#shared/domain/tier.ts";
import {
  at,
  bothTiers,
  configurationAt,
  contactOf,
  distributor,
  done,
  draftCapability,
  fulfillmentId,
  idsOf,
  later,
  requestAt,
  setUp,
  statusesOf,
  tier1Alone,
  tierOf,
  vendor,
} from "#shared/testing/fixtures/tiers.ts";

import { approveTierRequest, rejectTierRequest } from "./decide.ts";
import { discardDraft, validateDraft } from "./draft.ts";
import type { TierDocuments } from "./outcome.ts";
import { setUpTiers } from "./set-up.ts";
import { updateTier } from "./update.ts";

const drafts = setUp({ ...bothTiers, capabilities: draftCapability }).documents;
const step = (documents: TierDocuments, level: 1 | 2) => ({ requestId: requestAt(documents, level).id, at: later });
const active = done(
  approveTierRequest(setUp(tier1Alone).documents, vendor, step(setUp(tier1Alone).documents, 1)),
).documents;

describe("a new tier configuration", () => {
  it("T01 is processing, T03 with a request that the vendor has to approve or reject", () => {
    const { documents, events } = setUp(tier1Alone);
    expect(statusesOf(documents)).toEqual({
      configurations: ["T1 processing"],
      requests: ["pending"],
      fulfillment: ["tiers_setup"],
    });
    expect(configurationAt(documents, 1).openRequestId).toBe(requestAt(documents, 1).id);
    expect(events.map(({ type }) => type)).toEqual(["configuration-moved", "request-moved", "fulfillment-moved"]);
  });

  it("T04 T12 starts as a draft with dynamic validation, T08 T15 which the product's capability enables", () => {
    expect(statusesOf(drafts)).toEqual({
      configurations: ["T2 draft", "T1 draft"],
      requests: ["draft", "draft"],
      fulfillment: ["draft"],
    });
    const others = setUp({ ...bothTiers, capabilities: ["Dynamic Validation"] }).documents;
    expect(statusesOf(others).requests).toEqual(["pending", "tiers_setup"]);
  });

  it("T16 asks the tier at once for a required value that is missing, T17 by mail with a form", () => {
    const { documents, events } = setUp({
      ...tier1Alone,
      tier: { ...tierOf(1), parameters: [{ ...tierOf(1).parameters[0]!, value: " " }] },
    });
    expect(requestAt(documents, 1)).toMatchObject({ status: "inquiring", inquiries: [{ parameterId: "code" }] });
    expect(events.at(-2)).toEqual({
      type: "inquiry-mail",
      requestId: requestAt(documents, 1).id,
      to: [{ name: "Contact 1", email: "tier1@example.com" }],
      form: [{ parameterId: "code", title: "The code", value: " " }],
      at,
    });
  });

  it("T16 warns when there is no contact to ask", () => {
    const tier = {
      account: { id: "TA-1", name: "Tier 1", contacts: [] },
      parameters: [{ ...tierOf(1).parameters[0]!, value: "" }],
    };
    const { documents, events, warnings } = setUp({ ...tier1Alone, tier });
    expect(warnings).toEqual([{ code: "no-contact", requestId: requestAt(documents, 1).id }]);
    expect(events.some(({ type }) => type === "inquiry-mail")).toBe(false);
  });

  it("T21 waits in tiers setup while its tier 2 is not processed, T22 with the link to tier 2's request", () => {
    const { documents } = setUp(bothTiers);
    expect(statusesOf(documents)).toEqual({
      configurations: ["T2 processing", "T1 processing"],
      requests: ["pending", "tiers_setup"],
      fulfillment: ["tiers_setup"],
    });
    expect(requestAt(documents, 1).tier2RequestId).toBe(requestAt(documents, 2).id);
    expect(requestAt(documents, 2).tier2RequestId).toBeUndefined();
  });

  it("T21 waits for a tier 2 that another order is setting up, and not for one that is active", () => {
    const alone = setUp({ ...tier1Alone, level: 2, tier: tierOf(2) }).documents;
    const known = { kind: "known" as const, configurationId: configurationAt(alone, 2).id };
    const second = { ...bothTiers, fulfillmentRequestId: fulfillmentId("PR-2"), tier2: known };
    const waiting = setUp(second, alone, "second").documents;
    expect(requestAt(waiting, 1)).toMatchObject({ status: "tiers_setup", tier2RequestId: requestAt(alone, 2).id });
    expect(waiting.fulfillmentRequests[1]?.tierRequestIds).toHaveLength(2);

    const ready = done(approveTierRequest(alone, vendor, step(alone, 2))).documents;
    const following = setUp(second, ready, "second").documents;
    expect(requestAt(following, 1).status).toBe("pending");
    expect(following.fulfillmentRequests[1]?.tierRequestIds).toHaveLength(1);
  });

  it("T01 is refused for a reseller that is already set up or being set up, and for the same fulfillment request twice", () => {
    const again = { ...tier1Alone, fulfillmentRequestId: fulfillmentId("PR-2") };
    const codeFor = (documents: TierDocuments, setup = again) => {
      const result = setUpTiers(documents, distributor, setup, idsOf("again"));
      return result.ok ? "done" : result.error.code;
    };
    expect(codeFor(active)).toBe("tier-already-set-up");
    expect(codeFor(setUp(tier1Alone).documents)).toBe("tier-configuration-busy");
    expect(codeFor(active, tier1Alone as typeof again)).toBe("tier-fulfillment-known");
    const tier2 = (id: string) => ({
      ...bothTiers,
      ...again,
      tier2: { kind: "known" as const, configurationId: tierConfigurationIdSchema.parse(id) },
    });
    expect(codeFor(drafts, tier2("id-9"))).toBe("tier-configuration-busy");
    const other = { ...tierOf(1), account: { ...tierOf(1).account, id: "TA-9" } };
    const withOther = (documents: TierDocuments, id: string) => codeFor(documents, { ...tier2(id), tier: other });
    expect(withOther(drafts, "id-9")).toBe("tier-configuration-unknown");
    expect(withOther(drafts, configurationAt(drafts, 2).id)).toBe("tier-configuration-busy");
    const both = setUp(bothTiers).documents;
    const failed = done(rejectTierRequest(both, vendor, { ...step(both, 2), reason: "No." })).documents;
    expect(withOther(failed, configurationAt(failed, 2).id)).toBe("tier-setup-failed");
  });

  it("T05 is made by the distributor of the order and nobody else", () => {
    const byVendor = setUpTiers(
      { configurations: [], requests: [], fulfillmentRequests: [] },
      vendor,
      tier1Alone,
      idsOf("x"),
    );
    expect(byVendor).toMatchObject({ ok: false, error: { code: "tier-role-not-allowed" } });
    const stranger = { role: "distributor" as const, accountId: "PA-9" };
    const byStranger = setUpTiers(active, stranger, tier1Alone, idsOf("x"));
    expect(byStranger).toMatchObject({ ok: false, error: { code: "tier-account-not-allowed" } });
  });
});

describe("a draft", () => {
  const second = done(validateDraft(drafts, distributor, step(drafts, 2))).documents;

  it("T06 T13 that was validated is processing, and its request pending", () => {
    expect(statusesOf(second)).toEqual({
      configurations: ["T2 processing", "T1 draft"],
      requests: ["pending", "draft"],
      fulfillment: ["draft"],
    });
  });

  it("T21 of tier 1 waits in tiers setup after its validation while tier 2 is unprocessed", () => {
    const first = done(validateDraft(second, distributor, step(second, 1))).documents;
    expect(statusesOf(first)).toEqual({
      configurations: ["T2 processing", "T1 processing"],
      requests: ["pending", "tiers_setup"],
      fulfillment: ["tiers_setup"],
    });
    const approved = done(approveTierRequest(second, vendor, step(second, 2))).documents;
    expect(requestAt(done(validateDraft(approved, distributor, step(approved, 1))).documents, 1).status).toBe(
      "pending",
    );
  });

  it("T06 of tier 1 is not validated before the draft of its tier 2", () => {
    const result = validateDraft(drafts, distributor, step(drafts, 1));
    const args = { request: requestAt(drafts, 2).id };
    expect(result).toEqual({ ok: false, error: { code: "tier-2-unprocessed", args } });
  });

  it("T25 T34 of tier 1 is blocked too when its tier 2 fails, and the draft fulfillment request fails", () => {
    const { documents, events } = done(rejectTierRequest(second, vendor, { ...step(second, 2), reason: "No." }));
    expect(statusesOf(documents)).toEqual({
      configurations: ["T2 active", "T1 draft"],
      requests: ["failed", "draft"],
      fulfillment: ["failed"],
    });
    expect(events.map(({ type }) => type)).toContain("tier-1-blocked");
    const first = done(validateDraft(documents, distributor, step(documents, 1))).documents;
    expect(requestAt(first, 1).status).toBe("tiers_setup");
  });

  it("T16 with a required value missing is inquiring after its validation", () => {
    const empty = { ...tierOf(1), parameters: [{ ...tierOf(1).parameters[0]!, value: "" }] };
    const { documents } = setUp({ ...tier1Alone, tier: empty, capabilities: draftCapability });
    const validated = done(validateDraft(documents, distributor, step(documents, 1)));
    expect(requestAt(validated.documents, 1).status).toBe("inquiring");
    expect(validated.events.map(({ type }) => type)).toContain("inquiry-mail");
  });

  it("T07 T14 that is invalid is deleted for good, with its configuration and what would wait for it", () => {
    const { documents, events } = done(discardDraft(drafts, distributor, step(drafts, 2)));
    expect(documents).toEqual({ configurations: [], requests: [], fulfillmentRequests: [] });
    expect(events.map((event) => "to" in event && event.to)).toEqual(Array.from({ length: 5 }, () => "deleted"));
  });

  it("T14 of tier 1 alone leaves its tier 2 as it is", () => {
    const { documents } = done(discardDraft(second, distributor, step(second, 1)));
    expect(statusesOf(documents)).toEqual({
      configurations: ["T2 processing"],
      requests: ["pending"],
      fulfillment: [],
    });
  });

  it("T05 is validated and discarded by the distributor only, and not once it is real", () => {
    for (const act of [validateDraft, discardDraft]) {
      for (const actor of [vendor, contactOf(2)])
        expect(act(drafts, actor, step(drafts, 2))).toMatchObject({ error: { code: "tier-role-not-allowed" } });
      expect(act(second, distributor, step(second, 2))).toMatchObject({ error: { code: "tier-status-unfit" } });
    }
  });
});

describe("an update", () => {
  const change = {
    configurationId: configurationAt(active, 1).id,
    type: "update" as const,
    values: { code: "new" },
    capabilities: [],
    at: later,
  };

  it.each([vendor, distributor])("T02 by the $role makes the configuration processing again", (actor) => {
    const { documents } = done(updateTier(active, actor, change, idsOf("update")));
    expect(statusesOf(documents)).toMatchObject({
      configurations: ["T1 processing"],
      requests: ["approved", "pending"],
    });
    expect(requestAt(documents, 1).parameters[0]?.value).toBe("new");
    expect(configurationAt(documents, 1).parameters[0]?.value).toBe("given");
  });

  it("T12 is a draft with dynamic validation and leaves the configuration active until T13 it is validated", () => {
    const { documents } = done(
      updateTier(active, vendor, { ...change, capabilities: draftCapability }, idsOf("update")),
    );
    expect(statusesOf(documents)).toMatchObject({ configurations: ["T1 active"], requests: ["approved", "draft"] });
    const validated = done(validateDraft(documents, distributor, step(documents, 1))).documents;
    expect(statusesOf(validated)).toMatchObject({
      configurations: ["T1 processing"],
      requests: ["approved", "pending"],
    });
    const discarded = done(discardDraft(documents, distributor, step(documents, 1))).documents;
    expect(discarded).toEqual(active);
  });

  it("T21 of tier 1 waits for an update of its tier 2, but not for the draft of one", () => {
    const both = setUp(bothTiers).documents;
    const second = done(approveTierRequest(both, vendor, step(both, 2))).documents;
    const ready = done(approveTierRequest(second, vendor, step(second, 1))).documents;
    const update = (documents: TierDocuments, level: 1 | 2, capabilities: readonly string[] = []) =>
      done(
        updateTier(
          documents,
          vendor,
          { ...change, configurationId: configurationAt(documents, level).id, capabilities },
          idsOf(`update-${level}`),
        ),
      ).documents;
    expect(requestAt(update(update(ready, 2), 1), 1).status).toBe("tiers_setup");
    expect(requestAt(update(update(ready, 2, draftCapability), 1), 1).status).toBe("pending");
  });

  it("T02 is refused while another one is open, for unknown parameters, and to others", () => {
    const codeOf = (documents: TierDocuments, actor: typeof vendor, more: object = {}) => {
      const result = updateTier(documents, actor, { ...change, ...more }, idsOf("other"));
      return result.ok ? "done" : result.error.code;
    };
    const open = done(updateTier(active, vendor, change, idsOf("update"))).documents;
    expect(codeOf(open, vendor)).toBe("tier-configuration-busy");
    const draft = done(
      updateTier(active, vendor, { ...change, capabilities: draftCapability }, idsOf("update")),
    ).documents;
    expect(codeOf(draft, vendor)).toBe("tier-configuration-busy");
    expect(codeOf(active, vendor, { values: { nonsense: "1" } })).toBe("tier-parameter-unknown");
    expect(codeOf(active, contactOf(1))).toBe("tier-role-not-allowed");
    expect(codeOf(active, vendor, { configurationId: "none" })).toBe("tier-configuration-unknown");
  });
});
