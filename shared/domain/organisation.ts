import { z } from "zod";

import { organisationIdSchema } from "./ids.ts";

/**
 * A company of the network. Distributor, reseller (seller) and customer form the contract chain; a vendor stands beside it,
 * under the distributor, and sets up its products for each reseller.
 */
export const organisationSchema = z.strictObject({
  id: organisationIdSchema,
  name: z.string().min(1).max(200),
  kind: z.enum(["distributor", "reseller", "customer", "vendor"]),
  /** The next company up the chain; a distributor has none, a customer of the direct model has the distributor. */
  parentId: organisationIdSchema.exactOptional(),
  /** Its number in the platform or ERP that it comes from. */
  externalId: z.string().min(1).max(128).exactOptional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2).exactOptional(),
});
export type Organisation = z.infer<typeof organisationSchema>;

/** An organisation as an order names it, with its name at that time. */
export const organisationReferenceSchema = z.strictObject({
  organisationId: organisationIdSchema,
  name: z.string().min(1).max(200),
});
export type OrganisationReference = z.infer<typeof organisationReferenceSchema>;
