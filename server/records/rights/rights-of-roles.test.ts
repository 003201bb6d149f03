import { describe, expect, it } from "vitest";

import { rightsOf } from "./rights-of-roles.ts";
import { rightSchema } from "@countersign/shared/contract/api/rights.ts";

const given = (...[roles, kind]: Parameters<typeof rightsOf>): string[] => [...rightsOf(roles, kind)].toSorted();

describe("the rights of a person", () => {
  it("are to read and to decide for everybody, and nothing more for an approver", () => {
    expect(given(["approver"], "customer")).toEqual(["decisions:write", "orders:read"]);
  });

  it("let whoever buys place orders", () => {
    expect(given(["requester"], "customer")).toContain("orders:write");
  });

  it("of a customer's administrator do not reach the ERP, provisioning or credit risk of its sellers", () => {
    expect(given(["admin"], "customer")).toEqual([
      "decisions:write",
      "keys:manage",
      "orders:read",
      "orders:write",
      "webhooks:manage",
    ]);
  });

  it("of a vendor reach the tier configurations of its products, for its approvers too, and no orders", () => {
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

  it("of a seller's administrator are all there are", () => {
    expect(given(["admin"], "distributor")).toEqual([...rightSchema.options].toSorted());
    expect(given(["admin", "reseller"], "reseller")).toEqual([...rightSchema.options].toSorted());
  });
});
