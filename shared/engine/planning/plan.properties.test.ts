import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stageSchema } from "#shared/domain/approval-flow.ts";
import type { Stage } from "#shared/domain/approval-flow.ts";
import { approvalPolicySchema } from "#shared/domain/policy.ts";
import { ok } from "#shared/domain/result.ts";
import { conditionText } from "#shared/words/condition-text.ts";
import { plainFormats } from "#shared/words/formats.ts";
import { refusalText } from "#shared/words/refusal-text.ts";
import { conditionReason } from "#shared/engine/approval/explain.ts";

import { planStages } from "./plan.ts";
import { simulate } from "./simulate.ts";
import type { Submission } from "../testing/submissions.ts";
import { submissions } from "../testing/submissions.ts";

const plan = ({ order, policy, context }: Submission) => planStages(order, policy, context);

const everyPlan = (check: (stages: readonly Stage[], submission: Submission) => void) =>
  fc.assert(
    fc.property(submissions, (submission) => {
      const planned = plan(submission);
      if (planned.ok) check(planned.value, submission);
    }),
  );

describe("whatever the policy, the order and the companies", () => {
  it("the generated policies are valid ones", () => {
    fc.assert(
      fc.property(submissions, ({ policy }) => {
        expect(approvalPolicySchema.safeParse(policy).error).toBeUndefined();
      }),
    );
  });

  it("I23 there is a plan, or a refusal with a sentence that says who is missing; never an error, and always the same answer", () => {
    let refused = 0;
    fc.assert(
      fc.property(submissions, (submission) => {
        const planned = plan(submission);
        expect(plan(structuredClone(submission))).toEqual(planned);
        if (planned.ok) return;
        refused += 1;
        expect(refusalText(planned.error)).not.toContain("{{");
      }),
    );
    expect(refused).toBeGreaterThan(0);
  });

  it("I23 I26 every stage can be completed, by people who are named once and did not place the order", () => {
    everyPlan((stages, { order, policy }) => {
      for (const { requirement, candidates } of stages) {
        const people = new Set(candidates.map(({ personId }) => personId));
        expect(people.size).toBe(candidates.length);
        expect(people.size).toBeGreaterThanOrEqual(requirement.mode === "n-of-m" ? requirement.n : 1);
        expect(policy.selfApproval === "forbidden" && people.has(order.requester.personId)).toBe(false);
      }
    });
  });

  it("I03 A88 the steps are asked from the first on without a gap, and only partners of a chain share one", () => {
    everyPlan((stages) => {
      let last = 0;
      for (const { step, condition } of stages) {
        expect(step === last + 1 || (step === last && condition.when === "credit-risk-group")).toBe(true);
        last = step;
      }
    });
  });

  it("the stages can be stored, and each has an id of its own", () => {
    everyPlan((stages) => {
      expect(new Set(stages.map(({ id }) => id)).size).toBe(stages.length);
      for (const stage of stages) expect(stageSchema.safeParse(stage).error).toBeUndefined();
    });
  });

  it("an order without a price never passes without a person", () => {
    everyPlan((stages, { order }) => {
      expect(order.totals.gross.known || stages.length > 0).toBe(true);
    });
  });

  it("a simulation gives the same as the plan: each stage with its reason, or the refusal", () => {
    fc.assert(
      fc.property(submissions, (submission) => {
        const planned = plan(submission);
        const simulated = simulate(submission.order, submission.policy, submission.context);
        const stages = simulated.ok ? simulated.value.stages : [];
        expect(simulated.ok ? ok(stages.map(({ stageId, reason }) => ({ stageId, reason }))) : simulated).toEqual(
          planned.ok
            ? ok(planned.value.map(({ id, condition }) => ({ stageId: id, reason: conditionReason(condition) })))
            : planned,
        );
        expect(simulated.ok && simulated.value.isNotNeeded).toBe(planned.ok && planned.value.length === 0);
        for (const { condition } of planned.ok ? planned.value : [])
          expect(conditionText(condition, plainFormats)).toMatch(/^[^{]+\.$/);
      }),
    );
  });
});
