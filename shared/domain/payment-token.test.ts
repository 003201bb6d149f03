import { describe, expect, it } from "vitest";

import { instant, token } from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";

import { cardExpirySchema, paymentTokenSchema, tokenState } from "./payment-token.ts";

const standing = (at: string, timeZone = "UTC") => tokenState(token({ expiry: "2027-02" }), instant(at), timeZone);

describe("a payment token", () => {
  it("W30 is valid through the last day of its expiry month", () => {
    expect(standing("2027-01-15T12:00:00.000Z")).toBe("valid");
    expect(standing("2027-02-28T23:59:59.999Z")).toBe("valid");
    expect(standing("2027-03-01T00:00:00.000Z")).toBe("expired");
    expect(standing("2028-01-01T00:00:00.000Z")).toBe("expired");
  });

  it("W30 ends with its month in the time zone of the account", () => {
    expect(standing("2027-02-28T22:59:59.999Z", "Europe/Berlin")).toBe("valid");
    expect(standing("2027-02-28T23:00:00.000Z", "Europe/Berlin")).toBe("expired");
    expect(standing("2027-03-01T07:59:59.999Z", "America/Los_Angeles")).toBe("valid");
    expect(standing("2027-03-01T08:00:00.000Z", "America/Los_Angeles")).toBe("expired");
  });

  it("W30 compares months, not text, even if the year has five digits", () => {
    expect(standing("9999-12-31T23:59:59.999Z", "Asia/Tokyo")).toBe("expired");
  });

  it("W25 counts only when it is active and tells when its card expires", () => {
    const at = instant("2026-11-21T10:00:00.000Z");
    expect(tokenState(token({ isActive: false }), at, "UTC")).toBe("inactive");
    const { expiry: _, ...withoutExpiry } = token();
    expect(tokenState(withoutExpiry, at, "UTC")).toBe("without-expiry");
    expect(tokenState(token(), at, "UTC")).toBe("valid");
  });

  it("is read only with an expiry that is a month", () => {
    expect(paymentTokenSchema.safeParse(token()).success).toBe(true);
    for (const text of ["2027-00", "2027-13", "27-03", "03/27", "2027-3", "2027-03-31"])
      expect(cardExpirySchema.safeParse(text).success).toBe(false);
  });
});
