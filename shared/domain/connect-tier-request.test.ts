import { describe, expect, it } from "vitest";

import zapier from "#shared/testing/fixtures/connect/tier-config-requests.json" with { type: "json" };
import sdkResponse from "#shared/testing/fixtures/connect/python-sdk.get_tier_config_request_response.json" with { type: "json" };
import sdkRequest from "#shared/testing/fixtures/connect/python-sdk.response_tier_config_request.json" with { type: "json" };
import published from "#shared/testing/fixtures/connect/status-strings.json" with { type: "json" };

import { readConnectTierRequest } from "./connect-tier-request.ts";
import { connectRequestStatusSchema, tierConfigurationStatusSchema, tierRequestTypeSchema } from "./tier.ts";

const recorded = [...zapier, sdkResponse, ...sdkRequest].map(({ id, status, ...rest }) => ({
  id,
  status,
  document: { id, status, ...rest } as unknown,
}));
const [first, second] = zapier;

describe("the status strings", () => {
  it("T37 are the platform's own, one for Tiers Setup and Tier Setup", () => {
    const { tierConfigRequest, tierConfiguration, assetRequest } = published.statuses;
    expect(connectRequestStatusSchema.options).toEqual(tierConfigRequest);
    expect(connectRequestStatusSchema.options).toEqual(assetRequest);
    expect(tierConfigurationStatusSchema.options).toEqual(tierConfiguration);
    expect(tierRequestTypeSchema.options).toEqual(published.tcrTypes);
    expect(tierConfigRequest.filter((status) => status.includes("setup"))).toEqual(["tiers_setup"]);
  });
});

describe("recorded tier configuration requests", () => {
  it.each(recorded)("are read: $id", ({ id, status, document }) => {
    expect(readConnectTierRequest(document)).toMatchObject({ ok: true, value: { request: { id, status } } });
  });

  it("contain the requested values, the parties and the contacts", () => {
    const read = readConnectTierRequest(first);
    expect(read.ok && read.value).toEqual({
      request: {
        id: "TCR-256-676-192-001",
        type: "setup",
        status: "pending",
        configurationId: "TC-256-676-192",
        parameters: [{ id: "gift_code", title: "Gift code", phase: "ordering", isRequired: true, value: "abcdef" }],
        createdAt: "2019-12-20T14:48:59.000Z",
        statusChangedAt: "2019-12-20T14:58:07.000Z",
      },
      configuration: {
        id: "TC-256-676-192",
        status: "processing",
        level: 1,
        account: {
          id: "TA-4487-1987-3778",
          name: "Jacobson, Moore and Shields",
          contacts: [{ name: "Gussie Luettgen", email: "contact15@example.com" }],
        },
        product: { id: "PRD-150-215-020", name: "1Password for Business" },
        vendor: { id: "VA-322-392", name: "FF Test Vendor 1" },
        distributor: { id: "PA-781-184", name: "FF Test Provider" },
        parameters: [{ id: "gift_code", title: "Gift code", phase: "ordering", isRequired: true }],
        openRequestId: "TCR-256-676-192-001",
        isSetUp: false,
      },
    });
  });

  it("T09 T11 tell an approved setup from a failed one", () => {
    const approved = readConnectTierRequest(second);
    expect(approved.ok && approved.value.configuration).toMatchObject({
      status: "active",
      isSetUp: true,
      lastOutcome: "approved",
    });
    const failed = readConnectTierRequest({ ...second!, status: "failed", reason: "No contract." });
    expect(failed.ok && failed.value).toMatchObject({
      request: { rejectionReason: "No contract." },
      configuration: { status: "active", isSetUp: false, lastOutcome: "failed" },
    });
    const update = readConnectTierRequest({ ...second!, type: "update", status: "failed" });
    expect(update.ok && update.value.configuration.isSetUp).toBe(true);
  });

  it.each([
    ["an unknown status", { status: "tier_setup" }, "status"],
    ["a tier that is none", { configuration: { ...first!.configuration, tier_level: 3 } }, "configuration.tier_level"],
    ["no parameters", { params: undefined }, "params"],
    ["an empty id", { id: "" }, "request.id"],
  ])("T37 are refused with the path of the field: %s", (_, wrong, path) => {
    expect(readConnectTierRequest({ ...first!, ...wrong })).toMatchObject({ ok: false, error: { path } });
  });

  it("are refused when they are something else", () => {
    for (const other of [null, [], "TCR", 1, published]) expect(readConnectTierRequest(other).ok).toBe(false);
  });
});
