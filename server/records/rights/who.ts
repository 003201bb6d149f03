import type { Person, Role } from "@countersign/shared/domain/people.ts";

/** The person who acts. */
export type Who = Pick<Person, "id" | "organisationId" | "roles">;

export const has = ({ roles }: Who, ...wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));
