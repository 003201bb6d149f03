import { describe, expect, it } from "vitest";

import { rightsOf } from "./rights-of-roles.ts";
import { rightSchema } from "@countersign/shared/contract/api/rights.ts";

const given = (...[roles, kind]: Parameters<typeof rightsOf>): string[] => [...rightsOf(roles, kind)].toSorted();

describe("the rights of a person", () => {
  it("let everybody read and decide, and an approver do nothing more", () => {
    expect(given(["approver"], "customer")).toEqual(["decisions:write", "orders:read"]);
  });

  it("let buyers place orders", () => {
    expect(given(["requester"], "customer")).toContain("orders:write");
  });

  it("of a customer's administrator exclude its sellers' ERP, provisioning and credit risk", () => {
    expect(given(["admin"], "customer")).toEqual([
      "decisions:write",
      "keys:manage",
      "orders:read",
      "orders:write",
      "webhooks:manage",
    ]);
  });

  it("of a vendor, also of its approvers, cover its products' tier configurations, and no orders", () => {
    expect(given(["approver"], "vendor")).toEqual(["decisions:write", "orders:read", "tiers:read", "tiers:write"]);
    expect(given(["admin"], "vendor")).toEqual([
      "decisions:write",
      "keys:manage",
      "orders:read",
      "tiers:read",
      "tiers:write",
      "webhooks:manage",
    ]);
  });

  it("of a seller's administrator are all rights", () => {
    expect(given(["admin"], "distributor")).toEqual([...rightSchema.options].toSorted());
    expect(given(["admin", "reseller"], "reseller")).toEqual([...rightSchema.options].toSorted());
  });
});
