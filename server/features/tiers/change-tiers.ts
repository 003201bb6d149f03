import { z } from "zod";

import type { TierReceipt } from "@countersign/shared/contract/api/tier-documents.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal, refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { TierActor, TierConfiguration, TierRequestId } from "@countersign/shared/domain/tier.ts";
import { tierRequestIdSchema } from "@countersign/shared/domain/tier.ts";
import type { TierDocuments, TierOutcome, TierResult } from "@countersign/shared/engine/tiers/outcome.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { capabilitiesOf } from "./products.ts";
import { callerOf, rolesIn } from "./tier-caller.ts";
import type { TierSubject } from "./tier-case.ts";
import { configurationOf, lockCase } from "./tier-case.ts";
import { changesBetween, storeChanges } from "./tier-changes.ts";
import type { StoredTierActor } from "./tier-event-store.ts";
import { storeEvents } from "./tier-event-store.ts";
import type { StoredTiers } from "./tier-store.ts";
import { receiptOf, refusalFor } from "./tier-views.ts";

/** Mails the form of one inquiry. `at` distinguishes it from a later inquiry of the same request. */
export const inquiryQueue: JobQueue<{ requestId: TierRequestId; at: Instant }> = {
  name: "tier-inquiry",
  payload: z.strictObject({ requestId: tierRequestIdSchema, at: instantSchema }),
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
};

/** Who made a step of the engine, and when. */
export interface TierStep {
  readonly tenantId: string;
  readonly actor: StoredTierActor;
  readonly at: Instant;
}

const revisionsAfter = ({ revisions }: StoredTiers, changes: ReturnType<typeof changesBetween>) => {
  const after = new Map(revisions);
  for (const { added, changed } of [changes.configurations, changes.requests, changes.fulfillmentRequests]) {
    for (const { id } of added) after.set(id, 1);
    for (const { id } of changed) after.set(id, (revisions.get(id) ?? 0) + 1);
  }
  return after;
};

/** Stores the outcome of a step and queues the mails of its forms, in the step's transaction. */
export const keepOutcome = async (
  tx: Tx,
  { jobs }: Services,
  { tenantId, actor, at }: TierStep,
  { before, outcome }: { readonly before: StoredTiers; readonly outcome: TierOutcome },
): Promise<TierReceipt> => {
  const changes = changesBetween(before.documents, outcome.documents);
  await storeChanges(tx, tenantId, changes);
  await storeEvents(tx, { tenantId, actor, at }, outcome.events);
  const inquiries = outcome.events.flatMap((event) =>
    event.type === "inquiry-mail" ? [{ requestId: event.requestId, at: event.at }] : [],
  );
  if (inquiries.length > 0) await jobs.sendAll(inquiryQueue, inquiries, { tx });
  const after = { documents: outcome.documents, revisions: revisionsAfter(before, changes) };
  return receiptOf(after, changes, { warnings: outcome.warnings, viewer: actor.accountId });
};

/** The engine's answer for the first of the company's roles that may decide this. */
const decideAs = (
  roles: readonly TierActor["role"][],
  { accountId, before }: { readonly accountId: string; readonly before: StoredTiers },
  decide: (actor: TierActor) => TierResult,
): Result<{ readonly role: TierActor["role"]; readonly outcome: TierOutcome }, RequestRefusal> => {
  const answers = roles.map((role) => ({ role, result: decide({ role, accountId }) }));
  const told = answers.find(({ result }) => result.ok || result.error.code !== "tier-role-not-allowed") ?? answers[0];
  if (told === undefined) return refuse("not-found");
  if (!told.result.ok) return fail(refusalFor(told.result.error, before, accountId));
  return ok({ role: told.role, outcome: told.result.value });
};

/** Who asks, and how the answer is stored for a repetition. */
export interface TierAsked {
  readonly session: Session;
  readonly repeatable: Repeatable | undefined;
  /** The revision of the subject that the caller saw. */
  readonly revision: number | undefined;
  /** The HTTP status of the answer. */
  readonly status: number;
}

const changedMeanwhile = (
  current: number | undefined,
  seen: number | undefined,
): Refusal<"document-changed"> | undefined => {
  const isOther = seen !== undefined && current !== undefined && seen !== current;
  return isOther ? refusal("document-changed", { seen, current }) : undefined;
};

/** A call of the engine; `context` is what it depends on besides the documents. */
export type TierDecision = (
  documents: TierDocuments,
  actor: TierActor,
  context: { readonly at: Instant; readonly capabilities: readonly string[] },
) => TierResult;

/** A locked subject, and the roles of the caller's company for it. */
interface Concerned {
  readonly configuration: TierConfiguration;
  readonly before: StoredTiers;
  readonly accountId: string;
  readonly roles: readonly TierActor["role"][];
}

/** The subject, locked. For a company that is not concerned, it is not found. */
const lockConcerned = async (
  tx: Tx,
  session: Session,
  subject: TierSubject,
): Promise<Result<Concerned, Refusal<"not-found">>> => {
  const { tenantId } = session;
  const { accountId } = await callerOf(tx, session);
  const configuration = await configurationOf(tx, tenantId, subject);
  if (!configuration.ok) return configuration;
  const roles = rolesIn(configuration.value, accountId);
  if (accountId === undefined || roles.length === 0) return refuse("not-found");
  const before = await lockCase(tx, tenantId, configuration.value, subject);
  return before.ok ? ok({ configuration: configuration.value, before: before.value, accountId, roles }) : before;
};

/**
 * Applies one decision of the engine to a request or a configuration, with its whole outcome, in one transaction. Refused
 * for a company that is not concerned, for a revision that is not the latest, and if the engine refuses.
 */
export const changeTiers = async (
  services: Services,
  { session, repeatable, revision, status }: TierAsked,
  subject: TierSubject,
  decide: TierDecision,
): Promise<Result<TierReceipt, RequestRefusal>> =>
  inTransaction(services.db, async (tx) => {
    const { tenantId, person } = session;
    const concerned = await lockConcerned(tx, session, subject);
    if (!concerned.ok) return concerned;
    const { configuration, before, accountId, roles } = concerned.value;
    const id = "requestId" in subject ? subject.requestId : subject.configurationId;
    const objection = changedMeanwhile(before.revisions.get(id), revision);
    if (objection !== undefined) return fail(objection);
    const at = services.clock.now();
    const context = { at, capabilities: await capabilitiesOf(tx, tenantId, configuration) };
    const decided = decideAs(roles, { accountId, before }, (actor) => decide(before.documents, actor, context));
    if (!decided.ok) return decided;
    const { role, outcome } = decided.value;
    const step = { tenantId, actor: { role, accountId, personId: person.id }, at };
    const receipt = await keepOutcome(tx, services, step, { before, outcome });
    await repeatable?.keep(tx, { status, body: receipt });
    return ok(receipt);
  });
