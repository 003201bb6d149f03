/** A finished module that no program calls yet. */
export interface AwaitedModule {
  readonly module: string;
  /** The feature that will call it. */
  readonly awaits: string;
}

/**
 * Rules of the engine that were written and tested before the feature that needs them. When you build the feature, remove its
 * module: `npm run check:unused` fails when a module in this list has a caller, or when a module without one is not listed.
 */
export const awaitedModules: readonly AwaitedModule[] = [
  {
    module: "shared/domain/connect-tier-request.ts",
    awaits: "importing tier requests that CloudBlue Connect recorded",
  },
  {
    module: "shared/engine/planning/simulate.ts",
    awaits: "`npm run simulate`: what a policy would have done to past orders",
  },
  {
    module: "shared/engine/fulfilment/acceptance/provisioning-notifications.ts",
    awaits: "the webhook with the final order (A21, A25, A26)",
  },
  {
    module: "shared/engine/planning/authorizers/authorizations.ts",
    awaits: "My account, Authorizations (S39, S40, S49)",
  },
  {
    module: "shared/engine/planning/credit-risk/groups.ts",
    awaits: "keeping credit risk groups in the settings (A32 to A42)",
  },
  {
    module: "shared/engine/planning/credit-risk/membership.ts",
    awaits: "the organizations of a credit risk group (A49 to A62)",
  },
  {
    module: "shared/engine/fulfilment/proration/change.ts",
    awaits: "the term amount of a subscription's change (A95)",
  },
  {
    module: "shared/engine/fulfilment/proration/phases.ts",
    awaits: "the term amount of a subscription's change (A95)",
  },
  { module: "shared/engine/planning/reseller/activation.ts", awaits: "activating a reseller's account (W07)" },
];
