import type { TransitionTable } from "#shared/engine/transitions.ts";

/** The state of a subscription's change. `settled`: none is under way. */
export type ChangeState = "settled" | "waiting-for-approval" | "provisioning" | "provisioning-failed";

export type ChangeEvent =
  | "propose-asking"
  | "propose-passing"
  | "approve"
  | "reject"
  | "withdraw"
  | "provisioning-succeeds"
  | "provisioning-fails"
  | "retry";

/** The life cycle of one change of a subscription, from the edit until it is in force or withdrawn. */
export const changeLifeCycle: TransitionTable<ChangeState, ChangeEvent> = {
  name: "Change of a subscription",
  initial: ["settled"],
  states: ["settled", "waiting-for-approval", "provisioning", "provisioning-failed"],
  transitions: [
    { from: "settled", event: "propose-asking", to: "waiting-for-approval", rules: ["A08", "A94", "I21"] },
    { from: "settled", event: "propose-passing", to: "provisioning", rules: ["A94"] },
    { from: "waiting-for-approval", event: "approve", to: "provisioning", rules: ["A18", "A24"] },
    { from: "waiting-for-approval", event: "reject", to: "settled", rules: ["A15", "A20"] },
    { from: "waiting-for-approval", event: "withdraw", to: "settled", rules: ["A20"] },
    { from: "provisioning", event: "provisioning-succeeds", to: "settled", rules: ["A19", "A20"] },
    { from: "provisioning", event: "provisioning-fails", to: "provisioning-failed", rules: ["A20", "A26"] },
    { from: "provisioning-failed", event: "retry", to: "provisioning", rules: ["A27"] },
    { from: "provisioning-failed", event: "withdraw", to: "settled", rules: ["A20"] },
  ],
};
