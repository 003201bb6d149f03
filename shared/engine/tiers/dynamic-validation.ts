/** The product capability that makes new tier configurations and requests start as drafts (T08, T15). */
const dynamicValidation = "Dynamic Validation - Tier Config Request - Draft";

/** Whether the tier requests of a product with these capabilities are validated before the vendor sees them. */
export const startsAsDraft = (capabilities: readonly string[]): boolean => capabilities.includes(dynamicValidation);
