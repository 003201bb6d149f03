import { describe, expect, it } from "vitest";

import type { TierActor } from "#shared/domain/tier.ts";
import {
  contactOf,
  distributor,
  done,
  later,
  orderingParameter,
  requestAt,
  setUp,
  statusesOf,
  tier1Alone,
  tierOf,
  vendor,
} from "#shared/testing/fixtures/tiers.ts";

import { rejectTierRequest } from "./decide.ts";
import { answerInquiry, inquire, setPending } from "./inquire.ts";

const tier = {
  ...tierOf(1),
  parameters: [
    orderingParameter("code", "?"),
    orderingParameter("site", "here"),
    { ...orderingParameter("note"), isRequired: false },
    { ...orderingParameter("memo"), isRequired: false },
  ],
};
const pending = setUp({ ...tier1Alone, tier }).documents;
const { id: requestId } = requestAt(pending, 1);
const inquiries = [{ parameterId: "code", problem: "Not a code." }, { parameterId: "note" }];
const asked = done(inquire(pending, vendor, { requestId, inquiries, at: later }));
const inquiring = asked.documents;

const codeOf = (result: ReturnType<typeof inquire>) => (result.ok ? "done" : result.error.code);

describe("an inquiry", () => {
  it("T16 T29 by the vendor makes a pending request inquiring", () => {
    expect(requestAt(inquiring, 1)).toMatchObject({ status: "inquiring", inquiries });
    expect(statusesOf(inquiring).configurations).toEqual(["T1 processing"]);
  });

  it("T17 is mailed to the tier's contacts with a form for the requested values and what is wrong with them", () => {
    expect(asked.events).toContainEqual({
      type: "inquiry-mail",
      requestId,
      to: [{ name: "Contact 1", email: "tier1@example.com" }],
      form: [
        { parameterId: "code", title: "The code", value: "?", problem: "Not a code." },
        { parameterId: "note", title: "The note" },
      ],
      at: later,
    });
  });

  it("T29 is refused to others, without questions, for unknown parameters, and without a contact", () => {
    const ask = (actor: TierActor, wanted: typeof inquiries, documents = pending) =>
      codeOf(inquire(documents, actor, { requestId, inquiries: wanted, at: later }));
    expect(ask(distributor, inquiries)).toBe("tier-role-not-allowed");
    expect(ask(vendor, [])).toBe("tier-inquiry-empty");
    expect(ask(vendor, [{ parameterId: "colour" }])).toBe("tier-parameter-unknown");
    const nobody = { ...tier, account: { ...tier.account, contacts: [] } };
    expect(ask(vendor, inquiries, setUp({ ...tier1Alone, tier: nobody }).documents)).toBe("tier-contact-missing");
    expect(ask(vendor, inquiries, inquiring)).toBe("tier-status-unfit");
  });
});

describe("the answer to an inquiry", () => {
  const answer = (values: Record<string, string>, actor: TierActor = contactOf(1), documents = inquiring) =>
    answerInquiry(documents, actor, { requestId, values, at: later });

  it("T18 applies the values and makes the request pending", () => {
    const { documents, warnings } = done(answer({ code: "C-1", note: "urgent" }));
    const request = requestAt(documents, 1);
    expect(request.status).toBe("pending");
    expect(request.parameters.map(({ value }) => value)).toEqual(["C-1", "here", "urgent", undefined]);
    expect(request.inquiries).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it("T18 that is incomplete is refused, naming what is missing, and applies nothing", () => {
    expect(answer({ code: " " })).toEqual({
      ok: false,
      error: { code: "tier-value-missing", args: { parameters: "The code, The note" } },
    });
  });

  it("T18 accepts only what was asked for", () => {
    expect(codeOf(answer({ code: "C-1", note: "x", site: "there" }))).toBe("tier-parameter-unknown");
  });

  it("T17 T18 comes from a contact of that tier", () => {
    const values = { code: "C-1", note: "x" };
    expect(codeOf(answer(values, contactOf(2)))).toBe("tier-account-not-allowed");
    expect(codeOf(answer(values, vendor))).toBe("tier-role-not-allowed");
    expect(codeOf(answer(values, contactOf(1), pending))).toBe("tier-status-unfit");
  });
});

describe("setting to pending by hand", () => {
  it.each([vendor, distributor])("T20 is done by the $role", (actor) => {
    const { documents } = done(setPending(inquiring, actor, { requestId, at: later }));
    expect(requestAt(documents, 1).status).toBe("pending");
    expect(requestAt(documents, 1).inquiries).toBeUndefined();
  });

  it("T40 is allowed with missing values, and warns of them by name", () => {
    const { warnings } = done(setPending(inquiring, vendor, { requestId, at: later }));
    expect(warnings).toEqual([{ code: "values-missing", requestId, parameters: ["The note"] }]);
    const blank = { ...tier, parameters: [orderingParameter("code"), orderingParameter("site", "")] };
    const waiting = setUp({ ...tier1Alone, tier: blank }).documents;
    const forced = done(setPending(waiting, distributor, { requestId, at: later }));
    expect(forced.warnings).toEqual([{ code: "values-missing", requestId, parameters: ["The code", "The site"] }]);
    expect(requestAt(forced.documents, 1).status).toBe("pending");
  });

  it("T20 is not for the tier to do, and not possible when nothing is asked", () => {
    expect(codeOf(setPending(inquiring, contactOf(1), { requestId, at: later }))).toBe("tier-role-not-allowed");
    expect(codeOf(setPending(pending, vendor, { requestId, at: later }))).toBe("tier-status-unfit");
  });
});

describe("an inquiring request", () => {
  it("T19 can be rejected, and then is failed", () => {
    const { documents } = done(rejectTierRequest(inquiring, vendor, { requestId, reason: "No answer.", at: later }));
    expect(statusesOf(documents)).toEqual({
      configurations: ["T1 active"],
      requests: ["failed"],
      fulfillment: ["failed"],
    });
    expect(requestAt(documents, 1).inquiries).toBeUndefined();
  });
});
