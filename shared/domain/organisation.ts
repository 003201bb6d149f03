import { z } from "zod";

import { organisationIdSchema } from "./ids.ts";

/** A company of the contract chain: distributor, reseller (seller), customer. */
export const organisationSchema = z.strictObject({
  id: organisationIdSchema,
  name: z.string().min(1).max(200),
  kind: z.enum(["distributor", "reseller", "customer"]),
  /** The next company up the chain; a distributor has none, a customer of the direct model has the distributor. */
  parentId: organisationIdSchema.exactOptional(),
  /** Its number in the platform or ERP that it came from. */
  externalId: z.string().min(1).max(128).exactOptional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2).exactOptional(),
});
export type Organisation = z.infer<typeof organisationSchema>;

/** An organisation as an order names it: the name is kept as it was at the time. */
export const organisationReferenceSchema = z.strictObject({
  organisationId: organisationIdSchema,
  name: z.string().min(1).max(200),
});
export type OrganisationReference = z.infer<typeof organisationReferenceSchema>;
