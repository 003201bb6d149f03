import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import { organisationIdSchema, personIdSchema, policyIdSchema } from "@countersign/shared/domain/ids.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { passwordPath } from "#server/features/people/passwords/mail-link.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { storeOneTimeLink, newLinkSecret } from "#server/records/one-time-links/one-time-link-store.ts";
import { addOrganisation, addPerson } from "#server/records/people/members.ts";
import { storePolicy } from "#server/records/policies/policy-store.ts";
import type { Services } from "#server/records/services.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";

/** The first data of a network. */
export interface Founding {
  readonly network: string;
  readonly distributor: string;
  readonly admin: { readonly email: string; readonly name: string; readonly language: MailLanguage };
}

export interface FoundedNetwork {
  readonly tenantId: string;
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  /** Where the administrator sets a password, once; it works on every node. */
  readonly passwordPath: string;
  readonly validUntil: Instant;
}

/** As long as for any invitation. */
const linkMillis = 7 * 24 * 60 * 60 * 1_000;

/** An address can sign in to only one network, so one that is used in any network is taken. */
const isTaken = async (tx: Tx, email: string): Promise<boolean> => {
  const row = await tx
    .selectFrom("people")
    .select("id")
    .where("email", "=", email.toLowerCase())
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

/** Asks the administrator about every order, until the companies have policies of their own. */
const cautiousPolicy = (id: string, distributor: Organisation, admin: Person): ApprovalPolicy => ({
  id: policyIdSchema.parse(id),
  version: 1,
  organisationId: distributor.id,
  ...defaultPolicySettings,
  rules: [
    {
      condition: { when: "every-order" },
      role: "distributor",
      requirement: { mode: "any" },
      candidates: [referenceTo(admin)],
    },
  ],
});

/**
 * Creates a network in the database: its distributor, the first administrator, and the policy of companies without one.
 * Refuses the address of a person in any network.
 */
export const foundNetwork = (
  services: Pick<Services, "db" | "changeLog" | "poke" | "clock" | "ids">,
  { network, distributor: name, admin }: Founding,
): Promise<Result<FoundedNetwork, Refusal<"address-taken">>> => {
  const { ids, clock } = services;
  const tenantId = ids.next();
  const distributor: Organisation = { id: organisationIdSchema.parse(ids.next()), name, kind: "distributor" };
  const { language, ...identity } = admin;
  const person: Person = {
    id: personIdSchema.parse(ids.next()),
    ...identity,
    organisationId: distributor.id,
    roles: ["admin", "distributor"],
    isActive: true,
  };
  const policy = cautiousPolicy(ids.next(), distributor, person);
  const epoch = ids.next();
  const secret = newLinkSecret();
  return tryChanges(services, tenantId, async (tx) => {
    if (await isTaken(tx, person.email)) return refuse("address-taken", { email: person.email });
    await tx.insertInto("tenants").values({ id: tenantId, name: network, epoch, default_policy_id: null }).execute();
    const changes = await addOrganisation(tx, tenantId, distributor);
    changes.push(...(await addPerson(tx, tenantId, person)));
    await storePolicy(tx, tenantId, policy);
    await tx.updateTable("tenants").set({ default_policy_id: policy.id }).where("id", "=", tenantId).execute();
    const preferences = { ...defaultMailPreferences, language };
    await putSetting(tx, tenantId, { kind: "mail-preferences", ownerId: person.id, document: preferences });
    const expiresAt = instantFromMillis(millisOf(clock.now()) + linkMillis);
    await storeOneTimeLink(tx, {
      secret,
      tenantId,
      purpose: "password",
      subjectId: person.id,
      expiresAt,
      document: {},
    });
    const answer: FoundedNetwork = {
      tenantId,
      organisationId: distributor.id,
      personId: person.id,
      passwordPath: `${passwordPath}/${secret}`,
      validUntil: expiresAt,
    };
    return ok({ answer, changes });
  });
};
