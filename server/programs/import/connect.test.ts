import { describe, expect, it } from "vitest";

import requestBody from "@countersign/shared/testing/fixtures/connect/python-sdk.create_purchase_request_body.json" with { type: "json" };
import tierRequest from "@countersign/shared/testing/fixtures/connect/python-sdk.get_tier_config_request_response.json" with { type: "json" };
import approved from "@countersign/shared/testing/fixtures/connect/python-sdk.response.json" with { type: "json" };
import approvedChanges from "@countersign/shared/testing/fixtures/connect/python-sdk.response2.json" with { type: "json" };
import asset from "@countersign/shared/testing/fixtures/connect/python-sdk.response_get_recurring_asset.json" with { type: "json" };
import tierConfiguration from "@countersign/shared/testing/fixtures/connect/python-sdk.response_tier_config.json" with { type: "json" };
import tierRequests from "@countersign/shared/testing/fixtures/connect/python-sdk.response_tier_config_request.json" with { type: "json" };
import recorded from "@countersign/shared/testing/fixtures/connect/purchase-requests.json" with { type: "json" };
import constants from "@countersign/shared/testing/fixtures/connect/status-strings.json" with { type: "json" };
import moreTierRequests from "@countersign/shared/testing/fixtures/connect/tier-config-requests.json" with { type: "json" };
import inquiring from "@countersign/shared/testing/fixtures/connect/zapier.inquire_request.json" with { type: "json" };

import { labelOf, orderRequestFrom } from "./connect.ts";
import { sentenceOf } from "./import-refusal.ts";

const orderFrom = (document: unknown) => {
  const order = orderRequestFrom(document);
  if (!order.ok) throw new Error(sentenceOf(order.error));
  return order.value;
};
const refusalOf = (document: unknown) => {
  const order = orderRequestFrom(document);
  return order.ok ? undefined : sentenceOf(order.error);
};

const [first] = recorded;
const changes = { ...approvedChanges[0]!, status: "pending" };

/** The first recorded request with other items. */
const withItems = (...items: object[]) => ({ ...first, asset: { ...first!.asset, items } });
const withTiers = (tiers: object) => ({ ...first, asset: { ...first!.asset, tiers } });
const without = (name: string, document: object = first!) =>
  Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));

describe("a recorded purchase request", () => {
  it("becomes an order, all nine of them", () => {
    expect(recorded.map((document) => orderRequestFrom(document).ok)).toEqual(Array.from({ length: 9 }, () => true));
  });

  it("keeps its id, parties, lines and monthly period, and has no price", () => {
    expect(orderFrom(first)).toEqual({
      source: { system: "connect", externalId: "PR-6459-6319-1329-001" },
      placedAt: "2019-11-26T10:18:40.000Z",
      requester: {
        email: "contact18@example.com",
        name: "T1 test contact first name T1 test contact last name",
      },
      customer: { externalId: "TA-5308-8303-9918", name: "T1 test company", country: "ES" },
      reseller: { externalId: "TA-6877-3774-3365", name: "Witting Inc", country: "IT" },
      lines: [
        {
          product: "Amazon AWS, S3",
          sku: "MPN-B",
          vendor: "FF Test Vendor 1",
          unit: "GB*Month",
          quantity: "pay-per-use",
        },
        {
          product: "Amazon AWS, EC2",
          sku: "MPN-A",
          vendor: "FF Test Vendor 1",
          unit: "MHz*H",
          quantity: "pay-per-use",
        },
      ],
      recurrence: { interval: "P1M", startsAt: "2019-11-26T10:18:40.000Z", timeZone: "UTC" },
    });
  });

  it("that waits for data arrives as waiting for data", () => {
    expect(orderFrom(inquiring).isWaitingForData).toBe(true);
    expect(orderFrom(first)).not.toHaveProperty("isWaitingForData");
  });

  it("without an id yet is identified by its asset's number in the shop", () => {
    const order = orderFrom(requestBody);
    expect(order.source.externalId).toBe("1212132321");
    expect(order.lines).toEqual([{ product: "PRD-845-746-468-0002", sku: "PRD-845-746-468-0002", quantity: "1" }]);
    expect(order).not.toHaveProperty("recurrence");
  });

  it("with changed items has the previous quantities: new, more, fewer, deleted", () => {
    expect(orderFrom(changes).lines.map(({ quantity, previousQuantity }) => [quantity, previousQuantity])).toEqual([
      ["100", undefined],
      ["200", undefined],
      ["201", "200"],
      ["199", "200"],
      ["0", "200"],
    ]);
  });

  it.each([
    ["50.0 as a number", { quantity: 50.0 }, "50"],
    ["a fraction as text", { quantity: "0.125" }, "0.125"],
    ['"-1" on a pay-per-use line', { quantity: "-1", item_type: "PPU" }, "pay-per-use"],
    ['"-1" on a line of unknown type', { quantity: "-1" }, "pay-per-use"],
    ["nothing on a pay-per-use line", { item_type: "ppu" }, "pay-per-use"],
  ])("reads the quantity %s", (_how, item, quantity) => {
    expect(orderFrom(withItems({ id: "SKU", ...item })).lines[0]?.quantity).toBe(quantity);
  });

  it("leaves out items of which none was or is ordered", () => {
    const order = orderFrom(withItems({ id: "A", quantity: "0", old_quantity: "0" }, { id: "B", quantity: "2" }));
    expect(order.lines.map(({ sku }) => sku)).toEqual(["B"]);
    expect(refusalOf({ ...approved[0], status: "pending" })).toBe("asset.items orders nothing");
  });

  it.each([
    ["monthly", "P1M"],
    ["Yearly", "P1Y"],
  ])("that is billed %s repeats", (period, interval) => {
    expect(orderFrom(withItems({ id: "A", quantity: "1", period })).recurrence?.interval).toBe(interval);
  });

  it("with several periods repeats like its most frequent line, and not at all if billed once", () => {
    const line = { id: "A", quantity: "1" };
    const mixed = withItems(
      { ...line, period: "Yearly" },
      { ...line, period: "OneTime" },
      { ...line, period: "Monthly" },
    );
    expect(orderFrom(mixed).recurrence?.interval).toBe("P1M");
    expect(orderFrom(withItems({ ...line, period: "OneTime" }))).not.toHaveProperty("recurrence");
  });

  it("may have ids as numbers, countries in lower case, and no names", () => {
    const order = orderFrom(
      withTiers({ customer: { external_id: 1001000, contact_info: { country: "es" } }, tier1: {}, tier2: null }),
    );
    expect(order.customer).toEqual({ externalId: "1001000", country: "es" });
    expect(order).not.toHaveProperty("reseller");
  });

  it("without a contact address has a requester with an undeliverable one", () => {
    const order = orderFrom(withTiers({ customer: { id: "TA-1-2", name: "Company" }, tier2: {} }));
    expect(order.requester).toEqual({ email: "ta-1-2@connect.invalid", name: "Company" });
  });

  it("keeps its note unless it is empty", () => {
    expect(orderFrom({ ...first, note: "Please hurry." }).note).toBe("Please hurry.");
    expect(orderFrom(first)).not.toHaveProperty("note");
  });
});

describe("a document that is not an order", () => {
  it.each([
    ["a tier configuration request", tierRequest, "a tier configuration request is not an order"],
    ["a tier configuration request of a list", tierRequests[0], "a tier configuration request is not an order"],
    ["an approved tier configuration request", moreTierRequests[1], "a tier configuration request is not an order"],
    ["a tier configuration", tierConfiguration, "a tier configuration is not an order"],
    ["an asset", asset, "an asset is a running subscription and not an order; import the request that made it"],
    ["a list of constants", constants, "has no asset, so it is not a request recorded by the platform"],
    ["a number", 7, "is not a JSON object"],
    ["nothing", null, "is not a JSON object"],
    ["a list", [first], "is not a JSON object"],
    ["a cancellation", { ...first, type: "cancel" }, 'type is "cancel", and only "purchase" requests become orders'],
    [
      "an approved request",
      approvedChanges[0],
      "status is already approved in its platform, so there is nothing to decide",
    ],
    ["a failed request", { ...first, status: "failed" }, /^status has already failed/],
    ["a draft", { ...first, status: "draft" }, /^status is a draft/],
    ["a request in tiers setup", { ...first, status: "tiers_setup" }, /^status waits for its tiers/],
    ["a request in an unknown status", { ...first, status: "toString" }, /^status is "toString"/],
  ])("is refused: %s", (_what, document, sentence) => {
    expect(refusalOf(document)).toMatch(sentence);
  });

  it.each([
    ["asset.product", { ...first, asset: without("product", first!.asset) }],
    ["asset.items", { ...first, asset: without("items", first!.asset) }],
    ["asset.items", withItems()],
    ["asset.tiers", { ...first, asset: without("tiers", first!.asset) }],
    ["asset.tiers.customer", withTiers({})],
    ["asset.tiers.customer", withTiers({ customer: { name: "Nameless" } })],
    [
      "asset.tiers.customer.contact_info.contact.email",
      withTiers({ customer: { id: "TA", contact_info: { contact: { email: "at home" } } } }),
    ],
    ["asset.items.0.quantity", withItems({ id: "A" })],
    ["asset.items.0.quantity", withItems({ id: "A", quantity: "many" })],
    ["asset.items.0.quantity", withItems({ id: "A", quantity: "-2" })],
    ["asset.items.0.quantity", withItems({ id: "A", quantity: ["1"] })],
    ["asset.items.0.quantity", withItems({ id: "A", quantity: "-1", item_type: "Reservation" })],
    ["asset.items.0.old_quantity", withItems({ id: "A", quantity: "1", old_quantity: "few" })],
    ["asset.items.0.period", withItems({ id: "A", quantity: "1", period: "now and then" })],
    ["created", { ...first, created: "yesterday" }],
    ["created", without("created")],
    ["id", { ...without("id"), asset: without("external_id", without("external_uid", first!.asset)) }],
  ])("is refused with the path of the invalid field: %s", (path, document) => {
    expect(refusalOf(document)?.split(" ")[0]).toBe(path);
  });
});

describe("the label of a document", () => {
  it("is its id, if it has one", () => {
    expect([first, requestBody, 7].map(labelOf)).toEqual(["PR-6459-6319-1329-001", "(no id)", "(no id)"]);
  });
});
