import { describe, expect, it } from "vitest";

import {
  account,
  cardWithoutTokens,
  cash,
  instant,
  resellerId,
  token,
} from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";

import { activateReseller } from "./activation.ts";

const at = instant("2026-11-21T10:00:00.000Z");
const activate = (more: Parameters<typeof account>[0]) => activateReseller(account({ isActive: false, ...more }), at);

describe("the activation of a reseller", () => {
  it("W07 warns the distributor's admin about a card reseller without a valid token, and still activates", () => {
    for (const [more, cause] of [
      [{ tokens: [] }, "no-token"],
      [{ tokens: [token({ expiry: "2026-10" })] }, "expired"],
      [{ payment: cardWithoutTokens }, "gateway-without-tokens"],
    ] as const) {
      const { account: activated, warnings } = activate({ ...more, tokens: "tokens" in more ? [...more.tokens] : [] });
      expect(activated.isActive).toBe(true);
      expect(warnings).toEqual([
        {
          type: "reseller-cannot-approve",
          to: "distributor-admin",
          resellerId,
          reason: { code: "payment-method-unsupported", args: { cause } },
        },
      ]);
    }
  });

  it("W07 has nothing to warn about with a valid token, or without a card", () => {
    for (const more of [{}, { payment: cash, tokens: [] }])
      expect(activate(more)).toEqual({ account: account(more), warnings: [] });
  });
});
