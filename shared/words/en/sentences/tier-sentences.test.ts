import { describe, expect, it } from "vitest";

import type { TierActor, TierRequestId } from "#shared/domain/tier.ts";
import type { TierDocuments, TierResult } from "#shared/engine/tiers/outcome.ts";
import { approveTierRequest, rejectTierRequest } from "#shared/engine/tiers/decide.ts";
import { answerInquiry, inquire, setPending } from "#shared/engine/tiers/inquire.ts";
import { recreateTiers } from "#shared/engine/tiers/recreate.ts";
import { tierRefusalCodes } from "#shared/engine/tiers/refusals.ts";
import { setUpTiers } from "#shared/engine/tiers/set-up.ts";
import type { TierSetup } from "#shared/engine/tiers/set-up.ts";
import { updateTier } from "#shared/engine/tiers/update.ts";
import { prorationRefusalCodes } from "#shared/engine/fulfilment/proration/refusals.ts";
import {
  at,
  bothTiers,
  configurationAt,
  contactOf,
  distributor,
  done,
  fulfillmentId,
  idsOf,
  noRequest,
  requestAt,
  setUp,
  tier1Alone,
  tierOf,
  vendor,
} from "#shared/testing/fixtures/tiers.ts";

import { prorationSentences } from "./proration-sentences.ts";
import { refusalSentence, refusalText } from "#shared/words/refusal-text.ts";
import { tierSentences } from "./tier-sentences.ts";

const alone = setUp(tier1Alone).documents;
const both = setUp(bothTiers).documents;
const idAt = (documents: TierDocuments, level: 1 | 2): TierRequestId => requestAt(documents, level).id;
const approve = (documents: TierDocuments, level: 1 | 2, actor: TierActor = vendor) =>
  approveTierRequest(documents, actor, { requestId: idAt(documents, level), at });
const reject = (documents: TierDocuments, level: 1 | 2, reason = "No.") =>
  rejectTierRequest(documents, vendor, { requestId: idAt(documents, level), reason, at });
const ask = (documents: TierDocuments, ...ids: string[]) =>
  inquire(documents, vendor, {
    requestId: idAt(documents, 1),
    inquiries: ids.map((parameterId) => ({ parameterId })),
    at,
  });
const update = (documents: TierDocuments) =>
  updateTier(
    documents,
    vendor,
    { configurationId: configurationAt(documents, 1).id, type: "update", values: {}, capabilities: [], at },
    idsOf("u"),
  );
const again = (documents: TierDocuments, level: 1 | 2) =>
  recreateTiers(
    documents,
    distributor,
    { requestId: idAt(documents, level), fulfillmentRequestId: fulfillmentId("PR-2"), capabilities: [], at },
    idsOf("r"),
  );
const another = (documents: TierDocuments, setup: TierSetup) => setUpTiers(documents, distributor, setup, idsOf("s"));

const second: TierSetup = { ...tier1Alone, fulfillmentRequestId: fulfillmentId("PR-2") };
const active = done(approve(alone, 1)).documents;
const asked = done(ask(alone, "code", "tenant")).documents;
const noContact = setUp({
  ...tier1Alone,
  tier: { ...tierOf(1), account: { id: "TA-1", name: "One", contacts: [] } },
}).documents;

/** Each raised by the code that raises it in life. */
const refused: TierResult[] = [
  approve(alone, 1, distributor),
  approve(alone, 1, { role: "vendor", accountId: "VA-9" }),
  approveTierRequest(alone, vendor, { requestId: noRequest, at }),
  approveTierRequest({ ...alone, configurations: [] }, vendor, { requestId: idAt(alone, 1), at }),
  approve(active, 1),
  setPending(alone, vendor, { requestId: idAt(alone, 1), at }),
  approve(both, 1),
  approve(done(reject(both, 2)).documents, 1),
  reject(alone, 1, " "),
  ask(alone),
  ask(noContact, "code"),
  ask(alone, "colour"),
  answerInquiry(asked, contactOf(1), { requestId: idAt(asked, 1), values: { code: "C" }, at }),
  another(alone, tier1Alone),
  another(active, second),
  another(alone, second),
  update(done(reject(alone, 1)).documents),
  again(done(reject(both, 2)).documents, 2),
  again(alone, 1),
];

const wholeSentence = /^\S.*[.]$/;

describe("the sentences about tiers and proration", () => {
  it("exist for every code, say what happened and what to do next", () => {
    expect(Object.keys(tierSentences).toSorted()).toEqual([...tierRefusalCodes].toSorted());
    expect(Object.keys(prorationSentences).toSorted()).toEqual([...prorationRefusalCodes].toSorted());
    for (const { happened, next } of [...Object.values(tierSentences), ...Object.values(prorationSentences)]) {
      expect(happened).toMatch(wholeSentence);
      expect(next).toMatch(wholeSentence);
    }
  });

  it("get every figure they name from the engine", () => {
    const errors = refused.flatMap((result) => (result.ok ? [] : [result.error]));
    expect(errors.map(({ code }) => code).toSorted()).toEqual([...tierRefusalCodes].toSorted());
    for (const error of errors) expect(refusalText(error)).not.toMatch(/\{\{/);
  });

  it("T25 T38 tell why tier 1 cannot be approved and what to do", () => {
    const result = approve(done(reject(both, 2)).documents, 1);
    expect(!result.ok && refusalSentence(result.error).happened).toBe(
      `The request ${idAt(both, 2)} of tier 2 failed, so this request can no longer be approved.`,
    );
  });
});
