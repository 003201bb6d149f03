import type { Instant } from "#shared/domain/instant.ts";
import type { FulfillmentRequest, TierConfiguration, TierRequest } from "#shared/domain/tier.ts";

import { nextState } from "../transitions.ts";
import type { ConfigurationEvent } from "./configuration-life-cycle.ts";
import { configurationLifeCycle } from "./configuration-life-cycle.ts";
import type { FulfillmentEvent } from "./fulfillment-life-cycle.ts";
import { fulfillmentLifeCycle } from "./fulfillment-life-cycle.ts";
import type { TierDocuments, TierOutcome } from "./outcome.ts";
import type { RequestEvent } from "./request-life-cycle.ts";
import { requestLifeCycle } from "./request-life-cycle.ts";

/** The list with this document in place of the one with its id, or at the end. */
const put = <Document extends { readonly id: string }>(list: readonly Document[], document: Document): Document[] =>
  list.some(({ id }) => id === document.id)
    ? list.map((each) => (each.id === document.id ? document : each))
    : [...list, document];

const remove = <Document extends { readonly id: string }>(list: readonly Document[], id: string): Document[] =>
  list.filter((each) => each.id !== id);

const withDocuments = (outcome: TierOutcome, changed: Partial<TierDocuments>): TierOutcome => ({
  ...outcome,
  documents: { ...outcome.documents, ...changed },
});

export const putConfiguration = (outcome: TierOutcome, configuration: TierConfiguration): TierOutcome =>
  withDocuments(outcome, { configurations: put(outcome.documents.configurations, configuration) });

export const putRequest = (outcome: TierOutcome, request: TierRequest): TierOutcome =>
  withDocuments(outcome, { requests: put(outcome.documents.requests, request) });

export const putFulfillment = (outcome: TierOutcome, fulfillment: FulfillmentRequest): TierOutcome =>
  withDocuments(outcome, { fulfillmentRequests: put(outcome.documents.fulfillmentRequests, fulfillment) });

/** One step of the configuration's life cycle; nothing happens if there is no such step. */
export const moveConfiguration = (
  outcome: TierOutcome,
  configuration: TierConfiguration,
  event: ConfigurationEvent,
  at: Instant,
): TierOutcome => {
  const { id, status: from } = configuration;
  const to = nextState(configurationLifeCycle, from, event);
  if (to === undefined) return outcome;
  const moved = { ...outcome, events: [...outcome.events, { type: "configuration-moved" as const, id, from, to, at }] };
  return to === "deleted"
    ? withDocuments(moved, { configurations: remove(moved.documents.configurations, id) })
    : putConfiguration(moved, { ...configuration, status: to });
};

/** One step of the request's life cycle; nothing happens if there is no such step. */
export const moveRequest = (
  outcome: TierOutcome,
  request: TierRequest,
  event: RequestEvent,
  at: Instant,
): TierOutcome => {
  const { id, status: from } = request;
  const to = nextState(requestLifeCycle, from, event);
  if (to === undefined) return outcome;
  const moved = { ...outcome, events: [...outcome.events, { type: "request-moved" as const, id, from, to, at }] };
  return to === "deleted"
    ? withDocuments(moved, { requests: remove(moved.documents.requests, id) })
    : putRequest(moved, { ...request, status: to, statusChangedAt: at });
};

/** One step of the fulfillment request's life cycle; nothing happens if there is no such step. */
export const moveFulfillment = (
  outcome: TierOutcome,
  fulfillment: FulfillmentRequest,
  event: FulfillmentEvent,
  at: Instant,
): TierOutcome => {
  const { id, status: from } = fulfillment;
  const to = nextState(fulfillmentLifeCycle, from, event);
  if (to === undefined) return outcome;
  const moved = { ...outcome, events: [...outcome.events, { type: "fulfillment-moved" as const, id, from, to, at }] };
  return to === "deleted"
    ? withDocuments(moved, { fulfillmentRequests: remove(moved.documents.fulfillmentRequests, id) })
    : putFulfillment(moved, { ...fulfillment, status: to, statusChangedAt: at });
};
