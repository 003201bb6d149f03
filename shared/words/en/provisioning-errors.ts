/** Why an item failed when the provider said nothing; partners read it in place of the provider's own words. */
export const provisioningErrors = {
  "service-unanswered": "The provisioning service did not answer.",
} as const;
