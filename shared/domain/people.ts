import { z } from "zod";

import { organisationIdSchema, personIdSchema } from "./ids.ts";
import type { Loose } from "./loose.ts";

/**
 * The roles; one person may have several.
 * @internal
 */
export const roles = [
  "approver",
  "authorizer",
  "cost-centre-manager",
  "account-manager",
  "reseller",
  "distributor",
  "requester",
  "admin",
] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.strictObject({
  id: personIdSchema,
  email: z.email().max(254),
  name: z.string().min(1).max(200),
  organisationId: organisationIdSchema,
  roles: z.array(roleSchema).min(1),
  isActive: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;
export type LoosePerson = Loose<typeof personSchema>;

/** A person as an order names them, with their name at that time. */
export const personReferenceSchema = z.strictObject({ personId: personIdSchema, name: z.string().min(1).max(200) });
export type PersonReference = z.infer<typeof personReferenceSchema>;

export const referenceTo = ({ id, name }: Pick<Person, "id" | "name">): PersonReference => ({ personId: id, name });
