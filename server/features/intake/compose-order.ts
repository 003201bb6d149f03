import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order, OrderStatus } from "@countersign/shared/domain/order.ts";
import type { Organisation, OrganisationReference } from "@countersign/shared/domain/organisation.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { PlanContext } from "@countersign/shared/engine/planning/plan-context.ts";
import { planStages, flowPolicyOf } from "@countersign/shared/engine/planning/plan.ts";

import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { priced } from "#server/records/orders/amounts.ts";
import type { Parties } from "#server/records/orders/parties.ts";

/** What an order is planned by, and its number. */
interface Planning {
  readonly id: OrderId;
  readonly number: string;
  readonly policy: ApprovalPolicy;
  readonly context: PlanContext;
  readonly receivedAt: Instant;
  /** Nobody is asked: the content of the order was approved before (A94, I20). */
  readonly isApproved?: boolean;
}

const reference = ({ id, name }: Organisation): OrganisationReference => ({ organisationId: id, name });

const statusOf = (stages: readonly unknown[], isWaitingForData: boolean): OrderStatus => {
  if (isWaitingForData) return "waiting-for-data";
  return stages.length === 0 ? "not-needed" : "pending";
};

/** The order that a request asks for, with its approval planned, or why it cannot be taken in. */
export const composeOrder = (
  request: ParsedOrderRequest,
  { requester, customer, reseller, distributor }: Parties,
  { id, number, policy, context, receivedAt, isApproved = false }: Planning,
): Result<Order, RequestRefusal> => {
  const amounts = priced(request);
  if (!amounts.ok) return fail(refusalOfAmount(amounts.error));
  const {
    placedAt = receivedAt,
    costCentre,
    recurrence,
    note,
    isWaitingForData = false,
    source,
    levelAmounts,
  } = request;
  const facts = {
    id,
    placedAt,
    lines: amounts.value.lines,
    requester: referenceTo(requester),
    customer: reference(customer),
    totals: amounts.value.totals,
    ...(costCentre === undefined ? {} : { costCentre }),
    ...(recurrence === undefined ? {} : { recurrence }),
  };
  const stages = isApproved ? ok([]) : planStages(facts, policy, context);
  if (!stages.ok) return stages;
  const status = statusOf(stages.value, isWaitingForData);
  return ok({
    number,
    revision: 1,
    status,
    // An order that needs no approval goes to the ERP at once.
    erpStatus: status === "not-needed" ? "open" : "absent",
    ...facts,
    ...(reseller === undefined ? {} : { reseller: reference(reseller) }),
    ...(distributor === undefined ? {} : { distributor: reference(distributor) }),
    ...(levelAmounts === undefined ? {} : { levelAmounts }),
    ...(note === undefined ? {} : { note }),
    flow: { policy: flowPolicyOf(policy), stages: stages.value, decisions: [], comments: [] },
    source,
  });
};
