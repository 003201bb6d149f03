import { z } from "zod";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Services } from "#server/records/services.ts";

import { mailPasswordLink } from "./mail-link.ts";

interface Invitation {
  /** Each invitation is mailed once. */
  readonly id: string;
  readonly personId: PersonId;
  readonly invitedBy: PersonId;
}

/** Mails one invitation. */
export const invitationQueue: JobQueue<Invitation> = {
  name: "password-invitation",
  payload: z.strictObject({ id: z.string().max(64), personId: personIdSchema, invitedBy: personIdSchema }),
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
};

const validMillis = 7 * 24 * 60 * 60 * 1_000;

/** S32, S33: mails a new person the link that sets their password, valid for a week. */
export const mailInvitation = async (
  services: Services,
  { id, personId, invitedBy }: Invitation,
  publicUrl: string,
): Promise<void> => {
  await inTransaction(services.db, async (tx) => {
    const row = await tx
      .selectFrom("people as person")
      .innerJoin("organisations as organisation", "organisation.id", "person.organisation_id")
      .innerJoin("people as inviter", (join) => join.on("inviter.id", "=", invitedBy))
      .select(["person.document as person", "organisation.document as organisation", "inviter.document as inviter"])
      .select("person.tenant_id")
      .where("person.id", "=", personId)
      .executeTakeFirst();
    if (row === undefined) return;
    const { person, organisation, inviter, tenant_id: tenantId } = row;
    await mailPasswordLink(tx, services, {
      tenantId,
      person,
      occasion: { kind: "invitation", inviter: inviter.name },
      cause: `invitation ${id}`,
      organisation: organisation.name,
      validMillis,
      publicUrl,
    });
  });
};
