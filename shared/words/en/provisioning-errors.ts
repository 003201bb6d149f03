/** Why an item failed where no provider said anything; partners read it where else its words stand. */
export const provisioningErrors = {
  "service-unanswered": "The provisioning service did not answer.",
} as const;
